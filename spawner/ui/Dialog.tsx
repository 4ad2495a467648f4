import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

export interface DialogProps {
  title: ReactNode;
  children: ReactNode;
  /** Called for Escape and for a press outside; the caller then stops drawing the dialog. */
  onClose: () => void;
}

/** The browser's own modal dialog: it keeps the focus inside, and gives it back at the end. */
export function Dialog({ title, children, onClose }: DialogProps): JSX.Element {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  // Closed before it is taken away: a browser gives the focus back only from a dialog that is there.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className="dialog"
      aria-labelledby={titleId}
      onCancel={event => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={event => {
        if (event.target === ref.current) {
          onClose();
        }
      }}
    >
      <div className="dialog-body">
        <h2 id={titleId}>{title}</h2>
        {children}
      </div>
    </dialog>
  );
}
