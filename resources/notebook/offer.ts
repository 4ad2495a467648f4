/**
 * What an administrator lets people choose for a notebook server: the file `spawner_ui_config.yaml` of Kubeflow's Jupyter
 * web app (its keys and their meaning are upstream's), with `profiles` beside `spawnerFormDefaults`.
 */
import type { DataVolume, NotebookForm, NotebookProfile, ServerType } from '@kubeflow-lab/schema';

import { parseQuantity } from '../common/quantity.js';
import { plainText } from '../common/text.js';
import { dataVolumeOf, workspaceOf } from './offer-volumes.js';
import type { Workspace } from './types.js';

export interface Setting<T> {
  value: T;
  readOnly: boolean;
}

export interface ImageOffer extends Setting<string> {
  options: string[];
}

export interface AmountOffer extends Setting<string> {
  /** Null: no limit. */
  limitFactor: number | null;
}

/** A named group of something that pods get, as the file writes it. */
export interface Group<T> {
  key: string;
  name: string;
  content: T;
}

export interface GroupOffer<T> extends Setting<string> {
  options: Group<T>[];
}

export interface SpawnerOffer {
  /** Why the file is not used as it is; '' where it is. */
  problem: string;
  images: Record<ServerType, ImageOffer>;
  allowCustomImage: boolean;
  hideRegistry: boolean;
  hideTag: boolean;
  imagePullPolicy: Setting<string>;
  cpu: AmountOffer;
  memory: AmountOffer;
  gpus: Setting<{ vendor: string; count: number }> & {
    vendors: { resource: string; name: string }[];
  };
  workspace: Setting<Workspace>;
  dataVolumes: Setting<DataVolume[]>;
  affinity: GroupOffer<object>;
  tolerations: GroupOffer<unknown[]>;
  shm: Setting<boolean>;
  configurations: Setting<string[]>;
  env: Setting<{ name: string; value: string }[]>;
  profiles: NotebookProfile[];
}

type Fields = Record<string, unknown>;

const NVIDIA = { resource: 'nvidia.com/gpu', name: 'NVIDIA' };
const PULL_POLICIES = ['IfNotPresent', 'Always', 'Never'];

/**
 * The offer that a file makes; where it says nothing, or nothing that can be used, the installation's own.
 * @param file what the YAML was parsed to; null where there is no file
 * @param images those of the installation
 */
export function spawnerOffer(file: unknown, images: readonly string[]): SpawnerOffer {
  const defaults = fieldsOf(fieldsOf(file).spawnerFormDefaults);
  const entry = (key: string) => fieldsOf(defaults[key]);
  const isFixed = (key: string) => entry(key).readOnly === true;
  const setting = <T>(key: string, value: T): Setting<T> => ({ value, readOnly: isFixed(key) });
  const known = file !== null && Object.keys(defaults).length === 0;
  return {
    problem: known ? 'The file has no spawnerFormDefaults.' : '',
    images: {
      jupyter: imageOffer(entry('image'), images),
      'group-one': imageOffer(entry('imageGroupOne'), []),
      'group-two': imageOffer(entry('imageGroupTwo'), [])
    },
    allowCustomImage: plainValue(defaults.allowCustomImage) !== false,
    hideRegistry: plainValue(defaults.hideRegistry) === true,
    hideTag: plainValue(defaults.hideTag) === true,
    imagePullPolicy: setting(
      'imagePullPolicy',
      oneOf(PULL_POLICIES, plainValue(defaults.imagePullPolicy))
    ),
    cpu: amountOffer(entry('cpu'), '0.5'),
    memory: amountOffer(entry('memory'), '1Gi'),
    gpus: { ...setting('gpus', gpuValue(entry('gpus'))), vendors: vendorsOf(entry('gpus')) },
    workspace: setting('workspaceVolume', workspaceOf(defaults.workspaceVolume)),
    dataVolumes: setting(
      'dataVolumes',
      arrayOf(entry('dataVolumes').value).flatMap(volume => dataVolumeOf(volume) ?? [])
    ),
    affinity: groupOffer(entry('affinityConfig'), 'configKey', option => fieldsOf(option.affinity)),
    tolerations: groupOffer(entry('tolerationGroup'), 'groupKey', option =>
      arrayOf(option.tolerations)
    ),
    shm: setting('shm', entry('shm').value === true),
    configurations: setting('configurations', textsOf(entry('configurations').value)),
    env: setting('environment', variablesOf(entry('environment').value)),
    profiles: arrayOf(fieldsOf(file).profiles).flatMap(profileOf)
  };
}

/** What a quantity times a factor is, with the unit it was written in, and never less than it. */
export function timesFactor(amount: string, factor: number | null): string | null {
  const value = parseQuantity(amount);
  if (factor === null || value === null) {
    return null;
  }
  if (factor <= 1) {
    return amount;
  }
  const unit = /[A-Za-z]*$/.exec(amount)?.[0] ?? '';
  const number = Number(amount.slice(0, amount.length - unit.length));
  const isWhole = unit === 'm';
  const product = isWhole ? Math.ceil(number * factor) : Math.round(number * factor * 10) / 10;
  return product < number || Number.isNaN(product) ? amount : `${product}${unit}`;
}

/** `{value, readOnly}`, or a value that stands alone, as some keys of the file do. */
function plainValue(entry: unknown): unknown {
  return isFields(entry) ? entry.value : entry;
}

function imageOffer(entry: Fields, installed: readonly string[]): ImageOffer {
  const listed = textsOf(entry.options);
  const options = listed.length > 0 ? listed : [...installed];
  const value = textOf(entry.value) || (options[0] ?? '');
  return {
    value,
    options: value === '' || options.includes(value) ? options : [value, ...options],
    readOnly: entry.readOnly === true
  };
}

function amountOffer(entry: Fields, standard: string): AmountOffer {
  const text = textOf(entry.value);
  const factor = Number(entry.limitFactor ?? 1);
  return {
    value: parseQuantity(text) === null ? standard : text,
    limitFactor: entry.limitFactor === 'none' ? null : factor >= 1 ? factor : 1,
    readOnly: entry.readOnly === true
  };
}

function gpuValue(entry: Fields): { vendor: string; count: number } {
  const { num, vendor } = fieldsOf(entry.value);
  const count = Number(num);
  return { vendor: textOf(vendor), count: Number.isInteger(count) && count > 0 ? count : 0 };
}

function vendorsOf(entry: Fields): { resource: string; name: string }[] {
  const vendors = arrayOf(fieldsOf(entry.value).vendors ?? entry.vendors).flatMap(vendor => {
    const { limitsKey, uiName } = fieldsOf(vendor);
    const resource = textOf(limitsKey);
    return resource === '' ? [] : [{ resource, name: textOf(uiName) || resource }];
  });
  return vendors.length > 0 ? vendors : [NVIDIA];
}

function groupOffer<T>(
  entry: Fields,
  keyField: string,
  content: (option: Fields) => T
): GroupOffer<T> {
  const options = arrayOf(entry.options).flatMap(each => {
    const option = fieldsOf(each);
    const key = textOf(option[keyField]);
    const name = textOf(option.displayName) || key;
    return key === '' || key === 'none' ? [] : [{ key, name, content: content(option) }];
  });
  const value = textOf(entry.value);
  return {
    value: options.some(option => option.key === value) ? value : '',
    options,
    readOnly: entry.readOnly === true
  };
}

function profileOf(entry: unknown): NotebookProfile[] {
  const { name, description, picture, form } = fieldsOf(entry);
  const address = typeof picture === 'string' ? picture : '';
  return textOf(name) === ''
    ? []
    : [
        {
          name: textOf(name),
          description: textOf(description),
          // Only pictures that are in the file: any other address would tell its owner who looks.
          picture: /^data:image\/(png|jpeg|svg\+xml|webp);/.test(address) ? address : '',
          form: fieldsOf(form) as Partial<NotebookForm>
        }
      ];
}

function variablesOf(value: unknown): { name: string; value: string }[] {
  return Object.entries(fieldsOf(value)).map(([name, text]) => ({ name, value: String(text) }));
}

function oneOf(words: readonly string[], value: unknown): string {
  return words.find(word => word === value) ?? words[0];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {};
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textsOf(value: unknown): string[] {
  return arrayOf(value).map(textOf).filter(Boolean);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? plainText(value, 512) : '';
}
