import { useId } from 'react';

export interface SegmentsProps<Value extends string> {
  legend: string;
  /** `lang`: the language of a label that is not in the page's. */
  options: readonly { value: Value; label: string; lang?: string }[];
  chosen: Value;
  onChoose: (value: Value) => void;
}

/** A choice of a few, side by side. */
export function Segments<Value extends string>(props: SegmentsProps<Value>): JSX.Element {
  const { legend, options, chosen, onChoose } = props;
  const name = useId();
  return (
    <fieldset className="segmented">
      <legend>{legend}</legend>
      <div className="segmented-row">
        {options.map(({ value, label, lang }) => (
          <label key={value} lang={lang}>
            <input
              type="radio"
              name={name}
              checked={value === chosen}
              onChange={() => onChoose(value)}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
