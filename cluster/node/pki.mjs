import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { exec, tryExec } from '../exec.mjs';

/**
 * @typedef {object} CertificateSpec
 * @property {string} file without extension, relative to the PKI's folder
 * @property {string} ca the authority that signs it, likewise; itself for an authority
 * @property {string} commonName the user, for a client
 * @property {string} [organization] the group, for a client
 * @property {('clientAuth' | 'serverAuth')[]} [usage]
 * @property {string[]} [names] DNS names and addresses of a server
 */

const CA_DAYS = 3650;
const CERTIFICATE_DAYS = 730;
/** A certificate that ends within this time is made anew when the cluster starts. */
const RENEW_SECONDS = 180 * 24 * 3600;

/**
 * Every certificate of a cluster.
 * @param {{ nodeName: string, nodeAddress: string, apiService: string }} node
 * @returns {CertificateSpec[]}
 */
export function certificates({ nodeName, nodeAddress, apiService }) {
  /**
   * @param {string} file
   * @param {string} commonName
   * @param {string} [organization]
   * @returns {CertificateSpec}
   */
  const client = (file, commonName, organization) => ({
    file,
    ca: 'ca',
    commonName,
    organization,
    usage: ['clientAuth']
  });
  return [
    { file: 'ca', ca: 'ca', commonName: 'kubernetes' },
    { file: 'front-proxy-ca', ca: 'front-proxy-ca', commonName: 'front-proxy-ca' },
    { file: 'etcd-ca', ca: 'etcd-ca', commonName: 'etcd-ca' },
    {
      file: 'apiserver',
      ca: 'ca',
      commonName: 'kube-apiserver',
      usage: ['serverAuth'],
      names: [
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
        'kubernetes.default.svc.cluster.local',
        'localhost',
        nodeName,
        apiService,
        nodeAddress,
        '127.0.0.1'
      ]
    },
    {
      file: 'kubelet-server',
      ca: 'ca',
      commonName: nodeName,
      usage: ['serverAuth'],
      names: [nodeName, nodeAddress]
    },
    {
      file: 'etcd-server',
      ca: 'etcd-ca',
      commonName: 'etcd',
      // etcd calls itself through its gateway with the same certificate.
      usage: ['serverAuth', 'clientAuth'],
      names: ['localhost', '127.0.0.1']
    },
    {
      file: 'apiserver-etcd-client',
      ca: 'etcd-ca',
      commonName: 'kube-apiserver-etcd-client',
      usage: ['clientAuth']
    },
    {
      file: 'front-proxy-client',
      ca: 'front-proxy-ca',
      commonName: 'front-proxy-client',
      usage: ['clientAuth']
    },
    client('apiserver-kubelet-client', KUBELET_CLIENT),
    client('admin', 'kubernetes-super-admin', 'system:masters'),
    client('controller-manager', 'system:kube-controller-manager'),
    client('scheduler', 'system:kube-scheduler'),
    client('proxy', 'system:kube-proxy'),
    client('kubelet', `system:node:${nodeName}`, 'system:nodes')
  ];
}

/** The user that the API server is to the kubelet, for logs and exec. */
export const KUBELET_CLIENT = 'kube-apiserver-kubelet-client';

/**
 * The extensions file from which openssl makes one certificate.
 * @param {CertificateSpec} spec
 * @returns {string}
 */
export function extensions(spec) {
  if (spec.file === spec.ca) {
    return 'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,digitalSignature\nsubjectKeyIdentifier=hash\n';
  }
  const names = (spec.names ?? []).map(name =>
    /^[\d.]+$/.test(name) ? `IP:${name}` : `DNS:${name}`
  );
  return [
    'basicConstraints=critical,CA:FALSE',
    'keyUsage=critical,digitalSignature,keyEncipherment',
    `extendedKeyUsage=${(spec.usage ?? []).join(',')}`,
    ...(names.length > 0 ? [`subjectAltName=${names.join(',')}`] : []),
    ''
  ].join('\n');
}

/**
 * Makes what is missing of a cluster's keys and certificates, and what ends soon or was made for
 * another address. Authorities and the service account key stay: tokens and clients depend on them.
 * @param {string} folder
 * @param {CertificateSpec[]} specs
 */
export async function makePki(folder, specs) {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const isAuthority = (/** @type {CertificateSpec} */ spec) => spec.file === spec.ca;
  const make = (/** @type {CertificateSpec[]} */ some) =>
    Promise.all(some.map(spec => makeCertificate(folder, spec)));
  await Promise.all([makeServiceAccountKey(folder), make(specs.filter(isAuthority))]);
  await make(specs.filter(spec => !isAuthority(spec)));
}

/**
 * @param {string} folder
 * @param {CertificateSpec} spec
 */
async function makeCertificate(folder, spec) {
  const path = join(folder, spec.file);
  const wanted = extensions(spec);
  if (await isCurrent(path, wanted)) {
    return;
  }
  await makeKey(`${path}.key`);
  const subject = `${spec.organization ? `/O=${spec.organization}` : ''}/CN=${spec.commonName}`;
  const request = await exec('openssl', ['req', '-new', '-key', `${path}.key`, '-subj', subject]);
  await writeFile(`${path}.ext`, wanted);
  const isAuthority = spec.file === spec.ca;
  const signer = isAuthority
    ? ['-signkey', `${path}.key`]
    : ['-CA', join(folder, `${spec.ca}.crt`), '-CAkey', join(folder, `${spec.ca}.key`)];
  const serial = (await exec('openssl', ['rand', '-hex', '16'])).trim();
  await exec(
    'openssl',
    [
      'x509',
      '-req',
      ...signer,
      '-set_serial',
      `0x${serial}`,
      '-days',
      String(isAuthority ? CA_DAYS : CERTIFICATE_DAYS),
      '-extfile',
      `${path}.ext`,
      '-out',
      `${path}.crt.part`
    ],
    { input: request }
  );
  await rename(`${path}.crt.part`, `${path}.crt`);
}

/**
 * Whether a certificate is there, made as it would be now, and good for a while.
 * @param {string} path without extension
 * @param {string} wanted
 * @returns {Promise<boolean>}
 */
async function isCurrent(path, wanted) {
  if (![`${path}.key`, `${path}.crt`, `${path}.ext`].every(file => existsSync(file))) {
    return false;
  }
  if ((await readFile(`${path}.ext`, 'utf8')) !== wanted) {
    return false;
  }
  const check = await tryExec('openssl', [
    'x509',
    '-checkend',
    String(RENEW_SECONDS),
    '-noout',
    '-in',
    `${path}.crt`
  ]);
  return check !== undefined;
}

/**
 * @param {string} file
 */
async function makeKey(file) {
  if (existsSync(file)) {
    return;
  }
  await exec('openssl', [
    'ecparam',
    '-name',
    'prime256v1',
    '-genkey',
    '-noout',
    '-out',
    `${file}.part`
  ]);
  await chmod(`${file}.part`, 0o600);
  await rename(`${file}.part`, file);
}

/**
 * The key pair with which the API server signs service account tokens.
 * @param {string} folder
 */
async function makeServiceAccountKey(folder) {
  const key = join(folder, 'sa.key');
  await makeKey(key);
  const pub = join(folder, 'sa.pub');
  if (!existsSync(pub)) {
    await rm(`${pub}.part`, { force: true });
    await exec('openssl', ['ec', '-in', key, '-pubout', '-out', `${pub}.part`]);
    await rename(`${pub}.part`, pub);
  }
}
