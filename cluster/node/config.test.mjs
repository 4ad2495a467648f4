import assert from 'node:assert/strict';
import { test } from 'node:test';

import { clients, foundation } from './components.mjs';
import { cniConfig, containerdConfig, kubeconfig, kubeletConfig, proxyConfig } from './config.mjs';
import { planFor } from './plan.mjs';
import { pathsOf } from './state.mjs';

const plan = planFor(3);
const paths = pathsOf('test');

test('a kubeconfig carries its certificates', () => {
  const config = JSON.parse(
    kubeconfig({
      cluster: 'c',
      server: 'https://s',
      user: 'u',
      ca: 'CA',
      certificate: 'CERT',
      key: 'KEY'
    })
  );
  assert.equal(config['current-context'], 'c');
  assert.equal(
    Buffer.from(config.clusters[0].cluster['certificate-authority-data'], 'base64').toString(),
    'CA'
  );
  assert.equal(Buffer.from(config.users[0].user['client-key-data'], 'base64').toString(), 'KEY');
});

test('containerd quotes paths, and works where CAP_SYS_RESOURCE is missing', () => {
  const text = containerdConfig({
    root: '/a "b"/c',
    runc: '/runc',
    cniBinaries: '/bin',
    cniConfig: '/cni',
    snapshotter: 'native'
  });
  assert.match(text, /^root = "\/a \\"b\\"\/c"$/m);
  assert.match(text, /restrict_oom_score_adj = true/);
  assert.match(text, /snapshotter = "native"/);
});

test('pods get addresses of their own range only', () => {
  const [plugin] = JSON.parse(cniConfig(plan)).plugins;
  assert.deepEqual(plugin.ipam.ranges, [[{ subnet: plan.podRange, rangeStart: plan.podFirst }]]);
});

test('the kubelet lives in the control group of its cluster and never evicts', () => {
  const config = JSON.parse(
    kubeletConfig({ plan, pki: '/pki', cgroup: paths.cgroup, resolvConf: '/r', maxOpenFiles: 1 })
  );
  assert.equal(config.cgroupRoot, '/kubeflow-lab-test');
  assert(Object.values(config.evictionHard).every(value => value === '0%'));
  assert.deepEqual(config.clusterDNS, [plan.dnsService]);
});

test('kube-proxy leaves settings of the whole machine alone', () => {
  const { conntrack, mode } = JSON.parse(proxyConfig({ plan, kubeconfig: '/k', nodeName: 'n' }));
  assert.equal(mode, 'nftables');
  assert.deepEqual(conntrack, {
    maxPerCore: 0,
    min: 0,
    tcpEstablishedTimeout: '0s',
    tcpCloseWaitTimeout: '0s'
  });
});

test('only a throw-away cluster trades safety for speed', () => {
  const etcd = (/** @type {boolean} */ throwaway) =>
    foundation({ plan, paths, throwaway })[0]?.args ?? [];
  assert(etcd(true).includes('--unsafe-no-fsync=true'));
  assert(!etcd(false).some(flag => flag.includes('fsync')));
});

test('no component is open to the machine but the API server', () => {
  const all = [
    ...foundation({ plan, paths, throwaway: false }),
    ...clients({ plan, paths, throwaway: false })
  ];
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  const etcd = all.find(({ name }) => name === 'etcd');
  assert(
    etcd?.args
      .filter(flag => flag.includes('-urls='))
      .every(flag => flag.endsWith(`https://127.0.0.1:${flag.includes('peer') ? 2380 : 2379}`))
  );
  for (const name of ['kube-controller-manager', 'kube-scheduler']) {
    assert(
      all.find(component => component.name === name)?.args.includes('--bind-address=127.0.0.1')
    );
  }
});

test('a name that does not fit into links and control groups is refused in words', () => {
  for (const name of ['', 'A', '../x', '1a', 'a_b', 'a'.repeat(31), 'a-']) {
    assert.throws(() => pathsOf(name), /cannot be a cluster's name/);
  }
  assert.equal(pathsOf('a'.repeat(30)).cgroup.length, 43);
});
