import { Dialog } from '@jupyterlab/apputils';

/** A dialog around a form with buttons of its own, in which the keyboard is the form's. */
export class FormDialog extends Dialog<unknown> {
  /** JupyterLab's dialogs take Enter wherever it is pressed: no new line, and no button of the form by the keyboard. */
  override handleEvent(event: Event): void {
    const typed = event.type === 'keydown' && (event as KeyboardEvent).key === 'Enter';
    const inForm = event.target instanceof Element && event.target.closest('.jp-Dialog-body');
    if (!typed || !inForm) {
      super.handleEvent(event);
    }
  }
}
