/** The worker that places graphs: the page goes on while a large one is laid out. */
import { placeGraph } from './layout';
import type { PlaceAnswer, PlaceRequest } from './layouter';

addEventListener('message', ({ data }: MessageEvent<PlaceRequest>) => {
  const { id, boxes, connections, frames } = data;
  let answer: PlaceAnswer;
  try {
    answer = { id, placed: placeGraph(boxes, connections, frames) };
  } catch (error) {
    answer = { id, problem: String(error) };
  }
  postMessage(answer);
});
