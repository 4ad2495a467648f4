/** What the container of ours has to bring and to keep; it finds this as JSON beside it. Paths are its own. */
export interface Plan {
  inputs: PlannedInput[];
  outputs: PlannedOutput[];
  parameters: PlannedParameter[];
}

export interface PlannedInput {
  name: string;
  path: string;
  /** The text itself, or where it lies. */
  from: { raw: string } | { s3: S3Address };
  /** Whether an archive is opened; what is none is taken as it is. */
  unpack: boolean;
  mode?: number;
}

export interface PlannedOutput {
  name: string;
  path: string;
  to: S3Address;
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

export interface S3Address {
  endpoint: string;
  bucket: string;
  region: string;
  key: string;
  /** The variables with its keys begin so; null where the surroundings give them. */
  credentials: string | null;
}
