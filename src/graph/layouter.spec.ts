import { Layouter, type PlaceAnswer, type PlaceRequest } from './layouter';

const BOXES = [{ id: 'a', width: 100, height: 40 }];

/** A worker that answers as it is told to. */
class FakeWorker {
  onmessage: ((event: { data: PlaceAnswer }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  readonly asked: PlaceRequest[] = [];
  isOver = false;

  postMessage(request: PlaceRequest): void {
    this.asked.push(request);
  }

  terminate(): void {
    this.isOver = true;
  }
}

function layouterOf(worker: FakeWorker): Layouter {
  return new Layouter(() => worker as unknown as Worker);
}

const placed = (width: number) => ({
  width,
  height: 1,
  boxes: new Map(),
  frames: new Map(),
  lines: []
});

it('places in the page where there is no worker', async () => {
  expect(await new Layouter(null).place(BOXES, [])).toMatchObject({ height: 56 });
});

it('gives each graph its own answer, in whatever order they come', async () => {
  const worker = new FakeWorker();
  const layouter = layouterOf(worker);
  const [first, second] = [layouter.place(BOXES, []), layouter.place([], [])];
  const [one, other] = worker.asked;
  worker.onmessage!({ data: { id: other.id, placed: placed(2) } });
  worker.onmessage!({ data: { id: one.id, placed: placed(1) } });
  expect([(await first).width, (await second).width]).toEqual([1, 2]);
});

it('says that a graph cannot be placed', async () => {
  const worker = new FakeWorker();
  const place = layouterOf(worker).place(BOXES, []);
  worker.onmessage!({ data: { id: worker.asked[0].id, problem: 'too odd' } });
  await expect(place).rejects.toThrow('too odd');
});

it('goes on in the page when the worker cannot be loaded', async () => {
  jest.spyOn(console, 'info').mockImplementation(() => undefined);
  const worker = new FakeWorker();
  const layouter = layouterOf(worker);
  const waiting = layouter.place(BOXES, []);
  worker.onerror!({ message: 'not found' });
  expect(await waiting).toMatchObject({ height: 56 });
  expect(await layouter.place(BOXES, [])).toMatchObject({ height: 56 });
  expect([worker.isOver, worker.asked.length]).toEqual([true, 1]);
});
