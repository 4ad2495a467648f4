/** What the container of ours has to bring and to keep; it finds this as JSON beside it. Paths are its own. */
export interface Plan {
  inputs: PlannedInput[];
  outputs: PlannedOutput[];
  parameters: PlannedParameter[];
  /** The log of the step, where it is to be kept. */
  log?: PlannedLog;
}

export interface PlannedLog {
  /** The artifact that it becomes. */
  name: string;
  namespace: string;
  pod: string;
  container: string;
  to: Address;
}

export interface PlannedInput {
  name: string;
  path: string;
  /** The text itself, or where it lies. */
  from: { raw: string } | { s3: S3Address } | { http: HttpAddress };
  /** Whether an archive is opened; what is none is taken as it is. */
  unpack: boolean;
  mode?: number;
}

export interface PlannedOutput {
  name: string;
  path: string;
  to: Address;
  /** Whether it is stored as one tar.gz, or file by file. */
  pack: boolean;
  optional: boolean;
}

export interface PlannedParameter {
  name: string;
  path: string;
  /** Its value where the file does not exist. */
  default?: string;
}

export type Address = S3Address | HttpAddress;

export interface HttpAddress {
  url: string;
  headers: { name: string; value: string }[];
  /** The variables with its user and password begin so; null where it asks for none. */
  credentials: string | null;
}

export interface S3Address {
  endpoint: string;
  bucket: string;
  region: string;
  key: string;
  /** The variables with its keys begin so; null where the surroundings give them. */
  credentials: string | null;
}
