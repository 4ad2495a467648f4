import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';

/** The comm target by which a kernel asks for its notebook to be saved; docs/architecture.md, "Saving first". */
export const SAVE_TARGET = 'kubeflow-lab.save';

/** Saves a notebook whenever a cell of it, running, asks for that. */
export function saveOnRequest(notebooks: INotebookTracker): void {
  notebooks.widgetAdded.connect((_tracker, panel) => listen(panel));
  notebooks.forEach(listen);
}

function listen(panel: NotebookPanel): void {
  const register = (kernel: Kernel.IKernelConnection | null | undefined) =>
    kernel?.registerCommTarget(SAVE_TARGET, (comm, message) => {
      // Not awaited: the kernel's next messages shall not wait for a dialog.
      void answer(panel, kernel, comm, message);
    });
  register(panel.sessionContext.session?.kernel);
  panel.sessionContext.kernelChanged.connect((_context, { newValue }) => register(newValue));
}

/** The last saving of each notebook on request. The next one waits for it: a dialog may still be open. */
const savings = new WeakMap<NotebookPanel, Promise<void>>();

async function answer(
  panel: NotebookPanel,
  kernel: Kernel.IKernelConnection,
  comm: Kernel.IComm,
  message: KernelMessage.ICommOpenMsg
): Promise<void> {
  // Everybody who is connected to the kernel hears it; who sent the cell has its newest text.
  if ((message.parent_header as { session?: string }).session !== kernel.clientId) {
    comm.dispose();
    return;
  }
  const saving = (savings.get(panel) ?? Promise.resolve()).then(() => save(panel));
  savings.set(panel, saving);
  await saving;
  comm.close();
}

/** Saves a notebook, changed or not: that the file is written is the answer. */
async function save({ context }: NotebookPanel): Promise<void> {
  try {
    if (context.contentsModel?.writable !== false) {
      await context.save();
    }
  } catch (error) {
    // JupyterLab has shown what went wrong; the kernel goes on with the file as it is.
    console.warn('Kubeflow Lab: the notebook could not be saved before its cell was sent.', error);
  }
}
