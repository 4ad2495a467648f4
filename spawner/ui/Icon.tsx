/** Outlines on a 16 × 16 grid, drawn in the colour of the text around them. */
const OUTLINES = {
  add: 'M8 3v10M3 8h10',
  back: 'M9.5 3.5 5 8l4.5 4.5',
  check: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M5.25 8.25l2 2 3.5-4',
  chevron: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  close: 'm4 4 8 8m0-8-8 8',
  copy: 'M5.5 5.5h7v8h-7zM3.5 10.5v-8h7',
  download: 'M8 2.5v8m-3-3 3 3 3-3M3 13.25h10',
  edit: 'M3 13h2.5L13 5.5 10.5 3 3 10.5zM9 4.5 11.5 7',
  error: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M8 4.75v4M8 11v.25',
  external: 'M9 3h4v4m0-4L7.5 8.5M6.5 4H3.5v8.5H12v-3',
  info: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M8 7.25v4M8 5v-.25',
  play: 'M5 3.25v9.5L12.5 8z',
  progress: 'M8 1.75a6.25 6.25 0 1 1-6.25 6.25',
  question:
    'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M6.25 6.5a1.75 1.75 0 1 1 2.5 1.6c-.5.3-.75.6-.75 1.15M8 11.25v.25',
  refresh: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5v3h-3',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.25 10.25 13.5 13.5',
  sortDown: 'm4.5 6.5 3.5 3.5 3.5-3.5',
  sortUp: 'm4.5 9.5 3.5-3.5 3.5 3.5',
  stop: 'M4 4h8v8H4z',
  stopped: 'M8 1.75a6.25 6.25 0 1 0 0 12.5 6.25 6.25 0 0 0 0-12.5M6 6h4v4H6z',
  trash: 'M2.75 4.5h10.5M6 4.5v-2h4v2M4.25 4.5l.5 9h6.5l.5-9M6.75 7v4M9.25 7v4',
  undo: 'M3.5 6.5h6a3.25 3.25 0 0 1 0 6.5H6M3.5 6.5l3-3M3.5 6.5l3 3',
  user: 'M8 2.25a2.75 2.75 0 1 0 0 5.5 2.75 2.75 0 0 0 0-5.5M2.75 13.75c.5-2.75 2.5-4 5.25-4s4.75 1.25 5.25 4',
  warning: 'M8 2.25 14.25 13H1.75zM8 6.25v3.25M8 11.25v.1'
} as const;

export type IconName = keyof typeof OUTLINES;

export interface IconProps {
  name: IconName;
  className?: string;
}

/** A picture beside words; never the only thing that says something. */
export function Icon({ name, className = '' }: IconProps): JSX.Element {
  return (
    <svg className={`icon ${className}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={OUTLINES[name]} />
    </svg>
  );
}
