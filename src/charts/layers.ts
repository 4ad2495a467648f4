import type { Board } from './board';
import { drawLeftOut, drawPassing, drawPicked, type Marks } from './marks';
import type { Colours, Stage } from './stage';

/** What is drawn on a canvas. The trials are most of the work; what lies below and above them is little. */
export interface Picture {
  /** The mark of each trial, on a stage of this size. */
  marks: (stage: Stage) => Marks;
  below?: (stage: Stage) => void;
  above?: (stage: Stage) => void;
  /** What it is of, beside the trials; with others it is painted anew. */
  of: readonly unknown[];
}

/** Marks of trials beside the page, kept as long as they would be the same. */
interface Layer {
  canvas: HTMLCanvasElement;
  of: readonly unknown[];
}

/**
 * Paints one canvas. The marks of trials are drawn beside the page, a part with each step, and put onto the canvas when
 * all are there: all marks, faint, once for as long as nothing moves; those that are chosen, by how good they are, anew
 * with every choice.
 */
export class Layers {
  private all: Layer | null = null;
  private passing: Layer | null = null;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly board: Board
  ) {}

  *paint(picture: Picture, height: number): Generator<void> {
    const context = this.canvas.getContext('2d');
    const width = this.canvas.clientWidth;
    if (context === null || width === 0) {
      return;
    }
    const { data, passing, isFiltered } = this.board;
    const ratio = window.devicePixelRatio || 1;
    const stage = { context, width, height, ratio, ...themeOf(this.canvas) };
    const place = [data, width, height, ratio, ...Object.values(stage.colours), ...picture.of];
    if (this.passing !== null && isSame(this.passing.of.slice(1), place)) {
      // The range under the pointer and the trial that was clicked are seen at once.
      this.compose(stage, picture);
      if (this.passing.of[0] === passing) {
        return;
      }
      yield;
    }
    this.canvas.setAttribute('aria-busy', 'true');
    if (!isFiltered) {
      this.all = null;
    } else if (this.all === null || !isSame(this.all.of, place)) {
      this.all = yield* drawLayer(stage, place, on =>
        drawLeftOut(passing.length, on, picture.marks(on))
      );
    }
    this.passing = yield* drawLayer(stage, [passing, ...place], on =>
      drawPassing(data.quality, passing, on, picture.marks(on))
    );
    this.compose(stage, picture);
    this.canvas.removeAttribute('aria-busy');
  }

  /** Puts together what is there. */
  private compose(stage: Stage, { marks, below, above }: Picture): void {
    const { context, width, height } = stage;
    fit(this.canvas, stage);
    context.clearRect(0, 0, width, height);
    below?.(stage);
    for (const layer of [this.all, this.passing]) {
      if (layer !== null) {
        context.drawImage(layer.canvas, 0, 0, width, height);
      }
    }
    if (this.board.chosen !== null) {
      drawPicked(this.board.chosen, stage, marks(stage));
    }
    above?.(stage);
  }
}

/** Draws marks beside the page. `draw` goes on after each of its steps, whose work is done by then. */
function* drawLayer(
  stage: Stage,
  of: readonly unknown[],
  draw: (stage: Stage) => Iterator<void>
): Generator<void, Layer> {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const beside = { ...stage, context };
  fit(canvas, beside);
  const steps = draw(beside);
  while (!steps.next().done) {
    // A browser keeps what it is told to draw until the end of the task. It draws now, so that the time counts.
    context.getImageData(0, 0, 1, 1);
    yield;
  }
  return { canvas, of };
}

/** Makes a canvas as large as a stage, to be drawn on in pixels of the page. */
function fit(canvas: HTMLCanvasElement, { context, width, height, ratio }: Stage): void {
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== wide || canvas.height !== high) {
    canvas.width = wide;
    canvas.height = high;
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
}

/** Whether two lists are of the same things. */
export function isSame(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index]);
}

/** The colours and the font of the theme, where a canvas stands. */
function themeOf(canvas: HTMLCanvasElement): { colours: Colours; font: string } {
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    font: `11px ${style.fontFamily}`,
    colours: {
      text: colour('--jp-ui-font-color1'),
      faint: colour('--jp-ui-font-color2'),
      line: colour('--jp-border-color2'),
      brand: colour('--jp-brand-color1'),
      best: colour('--jp-success-color1'),
      chosen: colour('--jp-warn-color1'),
      ground: colour('--jp-layout-color1')
    }
  };
}
