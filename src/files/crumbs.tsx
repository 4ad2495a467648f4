import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';
import type { FilesModel } from './model';

/** The way from the bucket to the folder that is shown; each part leads back to itself. */
export function Crumbs(props: { model: FilesModel; trans: TranslationBundle }): React.JSX.Element {
  const { model, trans } = props;
  const { prefix, list } = model.folder;
  const names = prefix === '' ? [] : prefix.slice(0, -1).split('/');
  const crumbs = [
    { name: list?.bucket ?? '', path: '' },
    ...names.map((name, index) => ({ name, path: `${names.slice(0, index + 1).join('/')}/` }))
  ];
  return (
    <nav className="kfl-Crumbs" aria-label={trans.__('Folder')}>
      <ol>
        {crumbs.map(({ name, path }) => (
          <li key={path}>
            {path === prefix ? (
              <span aria-current="location" title={name}>
                {name}
              </span>
            ) : (
              <button type="button" title={name} onClick={() => void model.open(path)}>
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
