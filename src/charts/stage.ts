/** The colours of the theme, as a canvas takes them. */
export interface Colours {
  text: string;
  faint: string;
  line: string;
  brand: string;
  best: string;
  chosen: string;
  ground: string;
}

/** What a picture is drawn on. */
export interface Stage {
  context: CanvasRenderingContext2D;
  /** In pixels of the page. */
  width: number;
  height: number;
  /** How many pixels of the screen a pixel of the page is wide. */
  ratio: number;
  colours: Colours;
  /** Of the theme's font, small. */
  font: string;
}
