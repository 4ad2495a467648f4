import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';

/** Why something is not there, in the words of whoever should have made it. */
export function RawReason({ reason }: { reason: string }): JSX.Element {
  return (
    <small className="quiet volume-note">
      <Rich text="Kubernetes says: {reason}" values={{ reason: <Told text={reason} /> }} />
    </small>
  );
}
