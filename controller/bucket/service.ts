/** A bucket service as its administrator: S3 for buckets, and the IAM API of AWS for who opens them. */
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketTaggingCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutBucketTaggingCommand,
  S3Client
} from '@aws-sdk/client-s3';
import type { BucketLocationConstraint } from '@aws-sdk/client-s3';

import { BucketServiceError, isOneOf } from './errors.js';
import { bucketPolicy } from './policy.js';

/** Where the service is, and the keys of its administrator. */
export interface BucketServiceSettings {
  /** Scheme, host and port. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

const POLICY = 'bucket';
const NEAREST_REGION = 'us-east-1';
const TIMEOUTS = { connectionTimeout: 3_000, requestTimeout: 15_000 };

/** Every method throws a BucketServiceError when the service refuses or does not answer. */
export class BucketService {
  private readonly s3: S3Client;
  private readonly iam: IAMClient;

  constructor(readonly settings: BucketServiceSettings) {
    this.s3 = this.client(settings);
    const { region, endpoint, ...credentials } = settings;
    this.iam = new IAMClient({ endpoint, region, credentials, requestHandler: TIMEOUTS });
  }

  /** The tags of a bucket; null where there is no such bucket. */
  async tagsOf(bucket: string): Promise<Record<string, string> | null> {
    const found = await this.call(
      `read the tags of bucket "${bucket}"`,
      () => this.s3.send(new GetBucketTaggingCommand({ Bucket: bucket })),
      ['NoSuchBucket', 'NoSuchTagSet']
    );
    if (found === 'NoSuchBucket') {
      return null;
    }
    const tags = found === 'NoSuchTagSet' ? [] : (found.TagSet ?? []);
    return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  }

  /** Makes a bucket with tags, or sets the tags of one that is there. */
  async makeBucket(bucket: string, tags: Record<string, string>): Promise<void> {
    const { region } = this.settings;
    const place =
      region === NEAREST_REGION
        ? {}
        : {
            CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint }
          };
    await this.call(
      `create bucket "${bucket}"`,
      () => this.s3.send(new CreateBucketCommand({ Bucket: bucket, ...place })),
      ['BucketAlreadyOwnedByYou']
    );
    const TagSet = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    await this.call(`tag bucket "${bucket}"`, () =>
      this.s3.send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet } }))
    );
  }

  async isEmpty(bucket: string): Promise<boolean> {
    const page = await this.call(`list bucket "${bucket}"`, () =>
      this.s3.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }))
    );
    return (page.Contents ?? []).length === 0;
  }

  /** Deletes a bucket with all that is in it. */
  async removeBucket(bucket: string): Promise<void> {
    for (;;) {
      const page = await this.call(`list bucket "${bucket}"`, () =>
        this.s3.send(new ListObjectsV2Command({ Bucket: bucket }))
      );
      const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
      if (Objects.length === 0) {
        break;
      }
      const { Errors = [] } = await this.call(`empty bucket "${bucket}"`, () =>
        this.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }))
      );
      if (Errors.length > 0) {
        throw new BucketServiceError(`empty bucket "${bucket}"`, Errors[0].Message ?? '');
      }
    }
    await this.call(`delete bucket "${bucket}"`, () =>
      this.s3.send(new DeleteBucketCommand({ Bucket: bucket }))
    );
  }

  /** Makes a user who may work with the objects of one bucket, and do nothing else. */
  async makeUser(user: string, bucket: string): Promise<void> {
    await this.call(
      `create user "${user}"`,
      () => this.iam.send(new CreateUserCommand({ UserName: user })),
      ['EntityAlreadyExistsException']
    );
    const PolicyDocument = JSON.stringify(bucketPolicy(bucket));
    await this.call(`limit user "${user}" to their bucket`, () =>
      this.iam.send(
        new PutUserPolicyCommand({ UserName: user, PolicyName: POLICY, PolicyDocument })
      )
    );
  }

  /** Gives a user new keys; those that they had open nothing from then on. */
  async renewKeys(user: string): Promise<Keys> {
    await this.removeKeys(user);
    const { AccessKey } = await this.call(`create keys of user "${user}"`, () =>
      this.iam.send(new CreateAccessKeyCommand({ UserName: user }))
    );
    if (!AccessKey?.AccessKeyId || !AccessKey.SecretAccessKey) {
      throw new BucketServiceError(`create keys of user "${user}"`, 'it gave none');
    }
    return { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey };
  }

  /** Takes a user's keys away and removes them; nothing where there is no such user. */
  async removeUser(user: string): Promise<void> {
    await this.removeKeys(user);
    const missing = ['NoSuchEntityException'];
    await this.call(
      `take the rights of user "${user}"`,
      () => this.iam.send(new DeleteUserPolicyCommand({ UserName: user, PolicyName: POLICY })),
      missing
    );
    await this.call(
      `delete user "${user}"`,
      () => this.iam.send(new DeleteUserCommand({ UserName: user })),
      missing
    );
  }

  /** Whether keys open a bucket. */
  async opens(keys: Keys, bucket: string): Promise<boolean> {
    const client = this.client({ ...this.settings, ...keys });
    try {
      const answer = await this.call(
        `open bucket "${bucket}"`,
        () => client.send(new HeadBucketCommand({ Bucket: bucket })),
        [403, 404]
      );
      return typeof answer === 'object';
    } finally {
      client.destroy();
    }
  }

  destroy(): void {
    this.s3.destroy();
    this.iam.destroy();
  }

  private async removeKeys(user: string): Promise<void> {
    const listed = await this.call(
      `list the keys of user "${user}"`,
      () => this.iam.send(new ListAccessKeysCommand({ UserName: user })),
      ['NoSuchEntityException']
    );
    const keys = listed === 'NoSuchEntityException' ? [] : (listed.AccessKeyMetadata ?? []);
    for (const { AccessKeyId } of keys) {
      await this.call(`take a key of user "${user}"`, () =>
        this.iam.send(new DeleteAccessKeyCommand({ UserName: user, AccessKeyId }))
      );
    }
  }

  private client({ endpoint, region, ...credentials }: BucketServiceSettings): S3Client {
    return new S3Client({
      endpoint,
      region,
      credentials,
      forcePathStyle: true,
      requestHandler: TIMEOUTS
    });
  }

  /** Answers what the service does, or which of the `expected` refusals (by name or status) it gave. */
  private async call<T extends object, E extends string | number = never>(
    deed: string,
    send: () => Promise<T>,
    expected: readonly E[] = []
  ): Promise<T | E> {
    try {
      return await send();
    } catch (error) {
      const refusal = isOneOf(error, expected);
      if (refusal !== undefined) {
        return refusal;
      }
      throw BucketServiceError.from(deed, error);
    }
  }
}
