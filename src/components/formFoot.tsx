import * as React from 'react';

interface FormFootProps {
  /** What the button that leaves everything as it is says. */
  cancel: string;
  submit: string;
  /** What will happen, shown when the pointer rests on the button. */
  title?: string;
  disabled?: boolean;
  onClose: () => void;
  /** Where the buttons stand in no form; else the form's own `onSubmit` is called. */
  onSubmit?: () => void;
}

/** The buttons at the end of a form. */
export function FormFoot(props: FormFootProps): React.JSX.Element {
  const { cancel, submit, title, disabled, onClose, onSubmit } = props;
  return (
    <div className="kfl-Create-tools kfl-mod-end">
      <button type="button" className="kfl-Button" onClick={onClose}>
        {cancel}
      </button>
      <button
        type={onSubmit ? 'button' : 'submit'}
        className="kfl-Button kfl-mod-main"
        disabled={disabled}
        title={title}
        onClick={onSubmit}
      >
        {submit}
      </button>
    </div>
  );
}
