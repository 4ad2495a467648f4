/** TensorBoards: Kubeflow's Tensorboard objects, which our controller makes true. */
import { TENSORBOARD, keyOf } from '@kubeflow-lab/kube';
import {
  CREATED_BY_ANNOTATION,
  STOP_ANNOTATION,
  TENSORBOARD_LABEL,
  buildTensorboard,
  checkTensorboard,
  readLogsPath,
  summarizeTensorboard
} from '@kubeflow-lab/resources';
import type { PodSpec, Tensorboard } from '@kubeflow-lab/resources';
import type { TensorboardForm, TensorboardSummary } from '@kubeflow-lab/schema';

import { invalid } from '../http/problem.js';
import { claimSubjects, podOwnerConcerns } from '../kinds/concerns.js';
import type {
  FormCall,
  KindDefinition,
  KindView,
  ObjectCall,
  OpenedKind,
  Subject
} from '../kinds/definition.js';
import { podLog } from '../kinds/pod-log.js';
import { logPart } from '../logs/source.js';

export const tensorboardKind: KindDefinition<Tensorboard, TensorboardSummary> = {
  resource: { ...TENSORBOARD, plural: 'tensorboards' },
  noun: { one: 'TensorBoard', many: 'TensorBoards' },
  schema: 'Tensorboard',
  operator: null,
  podLabels: [TENSORBOARD_LABEL],
  form: {
    schema: 'TensorboardForm',
    // Asks for the right to create, admission and a free name.
    async plan(form: TensorboardForm, call) {
      const board = planTensorboard(form, call);
      return [await call.caller.kube.create(TENSORBOARD, board, { dryRun: true })];
    },
    async create(form: TensorboardForm, call) {
      return call.caller.kube.create(TENSORBOARD, planTensorboard(form, call));
    }
  },
  actions: {
    start: {
      summary: 'Start a stopped TensorBoard.',
      run: call => setStopped(call, null)
    },
    stop: {
      summary: 'Stop a TensorBoard; what it shows stays where it is.',
      run: call => setStopped(call, new Date().toISOString())
    }
  },
  open: openTensorboards
};

/** `at` is RFC 3339; null where it is to run. */
function setStopped({ caller, key }: ObjectCall, at: string | null): Promise<Tensorboard> {
  const patch = { metadata: { annotations: { [STOP_ANNOTATION]: at } } };
  return caller.kube.mergePatch(TENSORBOARD, key, patch);
}

/** The object of a form; throws problems that name the field. */
function planTensorboard(form: TensorboardForm, { caller, namespace }: FormCall): Tensorboard {
  const errors = checkTensorboard(form);
  if (errors.length > 0) {
    throw invalid(errors);
  }
  return buildTensorboard(form, namespace, { [CREATED_BY_ANNOTATION]: caller.identity.user });
}

function openTensorboards(
  view: KindView<Tensorboard>
): OpenedKind<Tensorboard, TensorboardSummary> {
  const { cache } = view;
  const podsOf = ({ metadata }: Tensorboard) =>
    cache.pods.store.find(
      TENSORBOARD_LABEL,
      keyOf({ namespace: metadata?.namespace, name: metadata?.name ?? '' })
    );
  const subjects = (board: Tensorboard): Subject[] => [
    ['Tensorboard', board.metadata?.name ?? ''],
    ['Deployment', board.metadata?.name ?? ''],
    ...podsOf(board).map(pod => ['Pod', pod.metadata?.name ?? ''] as const),
    ...claimSubjects(templatesOf(board))
  ];
  return {
    related: podOwnerConcerns(view, {
      kind: TENSORBOARD.kind,
      podLabel: TENSORBOARD_LABEL,
      templates: templatesOf
    }),
    subjects,
    summarize(board) {
      const { namespace = '' } = board.metadata ?? {};
      return summarizeTensorboard(board, {
        pods: podsOf(board),
        events: cache.eventsAbout(namespace, subjects(board)),
        claims: cache.claims.store.list(namespace)
      });
    },
    log: board =>
      podLog(view, board, {
        parts: now => podsOf(now).map(pod => logPart(pod, 'tensorboard')),
        finished: () => false
      })
  };
}

/** What its pod mounts, as far as others need to know. */
function templatesOf(board: Tensorboard): PodSpec[] {
  const place = readLogsPath(board.spec?.logspath);
  return typeof place !== 'string' && place.kind === 'claim'
    ? [{ volumes: [{ name: 'logs', persistentVolumeClaim: { claimName: place.claim } }] }]
    : [];
}
