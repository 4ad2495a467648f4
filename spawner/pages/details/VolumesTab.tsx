import { useCallback } from 'react';
import { mountedVolumes, type MountedVolume } from '@kubeflow-lab/resources';
import type { ClaimItem, NotebookItem } from '@kubeflow-lab/schema';

import { api } from '../../api/client.js';
import { Link } from '../../app/navigation.js';
import { paths } from '../../app/routes.js';
import { Told } from '../../text/Told.js';
import { t, type Word } from '../../text/translator.js';
import { Notice } from '../../ui/Notice.js';
import { TableHead } from '../../ui/TableHead.js';
import { useAsync } from '../../ui/use-async.js';
import { otherUsers } from '../servers/volume-users.js';

const KINDS: Record<string, Word> = {
  persistentVolumeClaim: 'Volume',
  emptyDir: 'Emptied at every stop',
  configMap: 'ConfigMap',
  secret: 'Secret',
  projected: 'Tokens and settings',
  hostPath: 'Folder of the node'
};

interface LineProps {
  volume: MountedVolume;
  claim: ClaimItem | undefined;
  server: string;
}

function Line({ volume, claim, server }: LineProps): JSX.Element {
  const users = otherUsers(claim, server);
  return (
    <tr role="row">
      <th role="rowheader" scope="row" className="cell-name">
        <code>{volume.claim ?? volume.name}</code>
      </th>
      <td role="cell" data-label={t('Kind')}>
        {Object.hasOwn(KINDS, volume.kind) ? t(KINDS[volume.kind]) : volume.kind}
      </td>
      <td role="cell" data-label={t('Mounted at')}>
        {volume.mounts.length === 0 ? t('nowhere') : null}
        <ul className="names">
          {volume.mounts.map(({ path, readOnly }) => (
            <li key={path}>
              <code>{path}</code>
              {readOnly ? <span className="quiet"> {t('(to read only)')}</span> : null}
            </li>
          ))}
        </ul>
      </td>
      <td role="cell" className="cell-number" data-label={t('Size')}>
        {claim?.size ?? '–'}
      </td>
      <td role="cell" data-label={t('Also used by')}>
        {users.length === 0 ? <span className="quiet">{t('nobody')}</span> : users.join(', ')}
      </td>
    </tr>
  );
}

/** What lies under the server's folders. */
export function VolumesTab({ item }: { item: NotebookItem }): JSX.Element {
  const { name, namespace = '' } = item.object.metadata;
  const { value, problem } = useAsync(useCallback(() => api.claims(namespace), [namespace]));
  const volumes = mountedVolumes(item.object);
  if (volumes.length === 0) {
    return <p className="quiet">{t('It has no volumes: all its files are lost when it stops.')}</p>;
  }
  return (
    <>
      {problem ? (
        <Notice tone="warning">
          <Told text={problem.detail} />
        </Notice>
      ) : null}
      <table role="table" className="servers volumes" aria-label={t('Volumes of {name}', { name })}>
        <TableHead titles={['Name', 'Kind', 'Mounted at', 'Size', 'Also used by']} />
        <tbody role="rowgroup">
          {volumes.map(volume => (
            <Line
              key={volume.name}
              volume={volume}
              server={name}
              claim={value?.items.find(claim => claim.name === volume.claim)}
            />
          ))}
        </tbody>
      </table>
      <p className="tab-foot">
        <Link to={paths.volumes(namespace)}>{t('All volumes of the project')}</Link>
      </p>
    </>
  );
}
