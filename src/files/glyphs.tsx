import * as React from 'react';

const paths = {
  folder:
    'M1.75 4a1 1 0 0 1 1-1h3.5l1.5 1.75h5.5a1 1 0 0 1 1 1v6.25a1 1 0 0 1-1 1H2.75a1 1 0 0 1-1-1z',
  file: 'M3.5 1.75h5.75l3.25 3.25v9.25h-9zM9 1.75v3.5h3.5',
  copy: 'M5.5 5.5h8v8h-8zM3 10.5H2.5v-8h8V3',
  download: 'M8 2v8m-3.25-3.25L8 10l3.25-3.25M2.5 13.5h11',
  delete: 'M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.5L13 6M13 2.5V6H9.5',
  close: 'm4 4 8 8m0-8-8 8'
};

/** A small drawing that says nothing to a screen reader: the words stand beside it. */
export function Glyph({ of }: { of: keyof typeof paths }): React.JSX.Element {
  return (
    <svg className="kfl-Glyph" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={paths[of]} />
    </svg>
  );
}

interface GlyphButtonProps {
  of: keyof typeof paths;
  label: string;
  onClick: () => void;
}

/** A button that is only a drawing; its label is its title. */
export function GlyphButton({ of, label, onClick }: GlyphButtonProps): React.JSX.Element {
  return (
    <button
      type="button"
      className="kfl-IconButton"
      title={label}
      aria-label={label}
      onClick={onClick}
    >
      <Glyph of={of} />
    </button>
  );
}
