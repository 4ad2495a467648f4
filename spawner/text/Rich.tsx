import { Fragment, type ReactNode } from 'react';

import { template } from './translator.js';

export interface RichProps {
  text: string;
  values: Readonly<Record<string, ReactNode>>;
}

/** A translated sentence whose `{name}` places are elements, such as a name in monospace. */
export function Rich({ text, values }: RichProps): JSX.Element {
  const parts = template(text).split(/\{(\w+)\}/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>{index % 2 === 0 ? part : (values[part] ?? `{${part}}`)}</Fragment>
      ))}
    </>
  );
}
