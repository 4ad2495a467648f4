import type { INotebookTracker } from '@jupyterlab/notebook';
import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { SAVE_TARGET, saveOnRequest } from './save';

type Listener = (comm: Kernel.IComm, message: KernelMessage.ICommOpenMsg) => unknown;

class TestKernel {
  readonly clientId = 'this-tab';
  readonly targets = new Map<string, Listener>();

  registerCommTarget(target: string, listener: Listener): void {
    this.targets.set(target, listener);
  }

  /** A request for saving, made by a cell that the client `session` sent. */
  ask(session: string | undefined) {
    const comm = { close: jest.fn(), dispose: jest.fn() };
    const message = { parent_header: session === undefined ? {} : { session } };
    const answered = this.targets.get(SAVE_TARGET)!(
      comm as unknown as Kernel.IComm,
      message as KernelMessage.ICommOpenMsg
    );
    return { comm, answered };
  }
}

class TestPanel {
  constructor(kernel: TestKernel | null) {
    this.sessionContext.session = kernel && { kernel };
  }

  readonly sessionContext = {
    session: null as { kernel: TestKernel } | null,
    kernelChanged: new Signal<object, { newValue: TestKernel | null }>({})
  };
  readonly context = { save: jest.fn(async () => {}), contentsModel: { writable: true } };
}

function trackerOf(...panels: TestPanel[]) {
  const tracker = {
    widgetAdded: new Signal<object, TestPanel>({}),
    forEach: (visit: (panel: TestPanel) => void) => panels.forEach(visit)
  };
  saveOnRequest(tracker as unknown as INotebookTracker);
  return tracker;
}

const settled = () => new Promise(resolve => setTimeout(resolve));

describe('saveOnRequest', () => {
  it.each(['a notebook that is open', 'one that is opened', 'one whose kernel starts later'])(
    'saves %s',
    async which => {
      const kernel = new TestKernel();
      const panel = new TestPanel(which.includes('later') ? null : kernel);
      const tracker = trackerOf(...(which.includes('opened') ? [] : [panel]));
      if (which.includes('opened')) {
        tracker.widgetAdded.emit(panel);
      }
      if (which.includes('later')) {
        panel.sessionContext.kernelChanged.emit({ newValue: null });
        panel.sessionContext.kernelChanged.emit({ newValue: kernel });
      }
      const { comm } = kernel.ask('this-tab');
      await settled();
      expect(panel.context.save).toHaveBeenCalledTimes(1);
      expect(comm.close).toHaveBeenCalledTimes(1);
    }
  );

  it.each(['another-tab', undefined])(
    'leaves the saving to the tab that sent the cell (%s)',
    async session => {
      const kernel = new TestKernel();
      const panel = new TestPanel(kernel);
      trackerOf(panel);
      const { comm } = kernel.ask(session);
      await settled();
      expect(panel.context.save).not.toHaveBeenCalled();
      expect([comm.close.mock.calls.length, comm.dispose.mock.calls.length]).toEqual([0, 1]);
    }
  );

  it('does not hold up the messages of the kernel while a dialog is open', async () => {
    const kernel = new TestKernel();
    const panel = new TestPanel(kernel);
    let closeDialog = () => {};
    panel.context.save.mockReturnValueOnce(new Promise(resolve => (closeDialog = resolve)));
    trackerOf(panel);
    const { comm, answered } = kernel.ask('this-tab');
    expect(answered).toBeUndefined();
    // Nor is there a second dialog above the first: the next request waits.
    const { comm: next } = kernel.ask('this-tab');
    await settled();
    expect([comm, next].map(one => one.close.mock.calls.length)).toEqual([0, 0]);
    expect(panel.context.save).toHaveBeenCalledTimes(1);
    closeDialog();
    await settled();
    expect([comm, next].map(one => one.close.mock.calls.length)).toEqual([1, 1]);
    expect(panel.context.save).toHaveBeenCalledTimes(2);
  });

  it('ends the request where the file cannot be written', async () => {
    const kernel = new TestKernel();
    const panel = new TestPanel(kernel);
    trackerOf(panel);
    const warn = jest.spyOn(console, 'warn').mockReturnValue();
    panel.context.save.mockRejectedValue(new Error('Disk full.'));
    const first = kernel.ask('this-tab');
    await settled();
    expect(first.comm.close).toHaveBeenCalledTimes(1);
    expect(warn.mock.lastCall).toEqual([expect.any(String), new Error('Disk full.')]);
    panel.context.contentsModel.writable = false;
    const second = kernel.ask('this-tab');
    await settled();
    expect(panel.context.save).toHaveBeenCalledTimes(1);
    expect(second.comm.close).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
