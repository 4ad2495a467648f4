import type { ModelForm } from '@kubeflow-lab/schema';

import { amountProblem } from '../common/amount.js';
import type { NodeLimits } from '../common/amount.js';
import { isObjectName, nameProblem } from '../common/names.js';
import type { FieldProblem } from '../common/summary.js';
import { plainText } from '../common/text.js';

/** The Service `<name>-predictor` may have 63 characters. */
export const MODEL_NAME_MAX = 53;
/** All annotations of an object together may have 256 KiB, and the sample is also read with every list. */
export const SAMPLE_BYTES_MAX = 16_384;

type Report = (path: string, message: string) => void;

/** Everything about a form that would keep the model from being served, one sentence for each field. */
export function checkModel(form: ModelForm, limits: NodeLimits = {}): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (path, message) => problems.push({ path, message });
  const name = nameProblem(form.name, 'a served model', MODEL_NAME_MAX);
  if (name !== null) {
    report('name', name);
  }
  if (form.from === undefined) {
    checkFormat(form, report);
    checkStorage(form.storageUri ?? '', report);
    checkNoVersion(form, report);
  } else if (form.storageUri !== undefined || form.format !== undefined) {
    report(
      'from',
      'Give either an output of a run or the address and format of a model, not both.'
    );
  }
  if (form.runtime !== undefined && !isObjectName(form.runtime)) {
    report('runtime', `"${plainText(form.runtime, 80)}" cannot be the name of a runtime.`);
  }
  checkAmounts(form, limits, report);
  if (JSON.stringify(form.sample ?? null).length > SAMPLE_BYTES_MAX) {
    report('sample', 'The sample is larger than 16 kB; give fewer rows.');
  }
  return problems;
}

const FORMAT = /^[A-Za-z0-9][\w.-]{0,62}$/;

function checkFormat({ format }: ModelForm, report: Report): void {
  if (!FORMAT.test(format?.name ?? '')) {
    report('format.name', 'Say what made the model, such as sklearn.');
  }
  if (format?.version !== undefined && !FORMAT.test(format.version)) {
    report(
      'format.version',
      'Give the version of the format as a number, such as 1, or leave it out.'
    );
  }
}

/** What lies somewhere has its version in its address. */
function checkNoVersion({ version }: ModelForm, report: Report): void {
  if (version !== undefined) {
    report('version', 'Only an output of a run is stored under a version; leave it out.');
  }
}

/** Schemes that KServe's storage initializer reads, and what must follow them. */
const STORAGE =
  /^(s3|gs|pvc|hf|hdfs|webhdfs|oci):\/\/[^\s/]+(\/[^\s]*)?$|^https?:\/\/[^\s/]+\/[^\s]+$/;

function checkStorage(uri: string, report: Report): void {
  if (uri === '') {
    report('storageUri', 'Say where the model lies, such as s3://bucket/models/name/1.');
  } else if (!STORAGE.test(uri) || uri.length > 1024) {
    report(
      'storageUri',
      `"${plainText(uri, 80)}" is no address of a model; one looks like s3://bucket/models/name/1 or pvc://claim/folder.`
    );
  } else if (uri.split('/').includes('..')) {
    report('storageUri', 'Give the address of the model without "..".');
  }
}

function checkAmounts(form: ModelForm, limits: NodeLimits, report: Report): void {
  for (const resource of ['cpu', 'memory'] as const) {
    const asked = form[resource];
    const problem = asked === undefined ? null : amountProblem(resource, asked, limits);
    if (problem !== null) {
      report(resource, problem);
    }
  }
}
