import type { Dependency } from './change-log.js';
import { encodeDependencies } from './dependency-codec.js';

/** Texts of dependencies, the same for those that are alike, and how long they are. */
export class DependencyTexts {
  readonly #lengths = new WeakMap<Dependency, number>();

  of(dependency: Dependency): string {
    const text = JSON.stringify(encodeDependencies([dependency]));
    this.#lengths.set(dependency, text.length);
    return text;
  }

  /** Known of what had its text made before. */
  lengthOf(dependency: Dependency): number {
    return this.#lengths.get(dependency) ?? this.of(dependency).length;
  }
}
