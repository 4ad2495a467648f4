import { Clipboard, Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import { ProblemError } from '../problem';

interface CopyButtonProps {
  label: string;
  /** Makes the text when it is wanted. */
  text: () => string | Promise<string>;
  trans: TranslationBundle;
}

/** A button that copies a text and says for a moment that it did. */
export function CopyButton({ label, text, trans }: CopyButtonProps): React.JSX.Element {
  const [copied, setCopied] = React.useState(false);
  React.useEffect(() => {
    if (copied) {
      const timer = setTimeout(() => setCopied(false), 2000);
      return () => clearTimeout(timer);
    }
    return undefined;
  }, [copied]);
  const copy = async () => {
    try {
      Clipboard.copyToSystem(await text());
      setCopied(true);
    } catch (error) {
      Notification.error(ProblemError.from(error).message);
    }
  };
  return (
    <button type="button" className="kfl-Button" onClick={() => void copy()}>
      <span aria-live="polite">{copied ? trans.__('Copied') : label}</span>
    </button>
  );
}
