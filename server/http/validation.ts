/** Checks what clients send against the same schemas that the OpenAPI document shows. */
import { plainText } from '@kubeflow-lab/resources';
import { apiSchemas } from '@kubeflow-lab/schema';
import type { FieldError } from '@kubeflow-lab/schema';
import { Ajv } from 'ajv';
import type { ErrorObject } from 'ajv';

import { invalid } from './problem.js';

const ajv = new Ajv({ allErrors: false, strict: false });
for (const schema of Object.values(apiSchemas)) {
  ajv.addSchema(schema);
}

/** The value as the named schema's type; throws a problem 400 that says which field is wrong. */
export function validate<T>(schema: string, value: unknown): T {
  const check = ajv.getSchema(schema);
  if (check === undefined) {
    throw new Error(`There is no schema ${schema}.`);
  }
  if (check(value) !== true) {
    throw invalid((check.errors ?? []).map(sentence), 400);
  }
  return value as T;
}

function sentence(error: ErrorObject): FieldError {
  const path = error.instancePath.slice(1).replaceAll('/', '.');
  const where = path === '' ? 'The request' : `"${plainText(path, 100)}"`;
  switch (error.keyword) {
    case 'required':
      return {
        path,
        message: `${where} lacks the field "${String(error.params.missingProperty)}".`
      };
    case 'additionalProperties': {
      const field = plainText(error.params.additionalProperty, 60);
      return { path, message: `${where} has a field "${field}" that is not known here.` };
    }
    case 'type':
      return { path, message: `${where} must be of type ${String(error.params.type)}.` };
    default:
      return { path, message: `${where} ${plainText(error.message)}.` };
  }
}
