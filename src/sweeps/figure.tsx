import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { savePictures } from '../charts/canvas';

interface FigureProps {
  /** The sweep's name, and which picture of it: the name of the file. */
  name: string;
  what: string;
  caption: string;
  /** Whether it takes the whole width. */
  wide?: boolean;
  /** Stands beside the caption, such as the choice of what is drawn. */
  choice?: React.ReactNode;
  children: React.ReactNode;
  trans: TranslationBundle;
}

/** A picture with its caption, to be saved as it is. */
export function Figure(props: FigureProps): React.JSX.Element {
  const { name, what, caption, wide = false, choice, children, trans } = props;
  const figure = React.useRef<HTMLElement>(null);
  return (
    <figure ref={figure} className={wide ? 'kfl-mod-wide' : ''}>
      <figcaption>
        <span>{caption}</span>
        {choice}
        <button
          type="button"
          className="kfl-Button kfl-mod-quiet"
          aria-label={trans.__('Save picture: %1', caption)}
          onClick={() =>
            savePictures([...figure.current!.querySelectorAll('canvas')], `${name}-${what}`)
          }
        >
          {trans.__('Save picture')}
        </button>
      </figcaption>
      {children}
    </figure>
  );
}
