import type { Plural } from '@kubeflow-lab/schema';
import { type ISignal, Signal } from '@lumino/signaling';
import type { KindDescription } from './kind';

/** The kinds that the panels of this page have described. Cards look theirs up here. */
export class KindRegistry {
  /** Emitted when a kind was added: a card may have been drawn before its panel was there. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  add(kind: KindDescription): void {
    this._kinds.set(kind.plural, kind);
    this._changed.emit();
  }

  get(plural: string): KindDescription | null {
    return this._kinds.get(plural as Plural) ?? null;
  }

  /** The description of an object's kind, whatever its version. */
  find(apiVersion: string, kind: string): KindDescription | null {
    const group = groupOf(apiVersion);
    const all = [...this._kinds.values()];
    return all.find(one => one.kind === kind && groupOf(one.apiVersion) === group) ?? null;
  }

  private readonly _kinds = new Map<Plural, KindDescription>();
  private readonly _changed = new Signal<this, void>(this);
}

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0];
}
