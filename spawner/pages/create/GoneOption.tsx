import { t } from '../../text/translator.js';

interface GoneOptionProps {
  /** What was chosen; '' for nothing. */
  chosen: string;
  /** What is offered; undefined while it is not known. */
  offered: readonly { name: string }[] | undefined;
}

/** Keeps a choice in sight that is offered no longer: the select would show another one in its place. */
export function GoneOption({ chosen, offered }: GoneOptionProps): JSX.Element | null {
  if (chosen === '' || offered?.some(({ name }) => name === chosen)) {
    return null;
  }
  return (
    <option value={chosen}>
      {offered ? t('{name} (does not exist)', { name: chosen }) : chosen}
    </option>
  );
}
