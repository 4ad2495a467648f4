import { Fragment, type ReactNode } from 'react';

import { template, type Places, type Sentence } from './translator.js';

export interface RichProps<Text extends Sentence> {
  text: Text;
  values: Readonly<Record<Places<Text>, ReactNode>>;
}

/** A translated sentence whose `{name}` places are elements, such as a name in monospace. */
export function Rich<Text extends Sentence>({ text, values }: RichProps<Text>): JSX.Element {
  const parts = template(text).split(/\{(\w+)\}/);
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>{index % 2 === 0 ? part : values[part as Places<Text>]}</Fragment>
      ))}
    </>
  );
}
