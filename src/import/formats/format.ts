import type { Location } from '../../asyncapi/sources.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { Assumption, ImportFormat } from '../result.ts';
import type { SourceDialect } from '../schemas/dialects.ts';

/** What a document says, whatever its format; schemas stay where they are. */
export interface DocumentParts {
  readonly format: ImportFormat;
  readonly dialect: SourceDialect;
  readonly title: string | undefined;
  readonly description: string | undefined;
  /** Members of `info` that both formats have. */
  readonly info: JsonObject;
  readonly events: readonly DocumentEvent[];
  readonly security: { readonly name: string; readonly content: JsonObject } | undefined;
  /** Entries of `x-selector`, when the document has them. */
  readonly selector: readonly string[];
  /** Content of `x-delivery`, when the document has it. */
  readonly delivery: JsonObject | undefined;
  readonly assumptions: readonly Assumption[];
}

export interface DocumentEvent {
  /** As the document names it; not yet the name of a file. */
  readonly name: string;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  readonly description: string | undefined;
  readonly method: string;
  readonly contentType: string | undefined;
  readonly place: Location;
  /** Anything is accepted when absent. */
  readonly payload: Location | undefined;
  /** A schema of all headers, or headers one by one. */
  readonly headers: { readonly schema: Location } | { readonly each: readonly DocumentHeader[] } | undefined;
  readonly examples: readonly DocumentExample[];
}

export interface DocumentHeader {
  readonly name: string;
  readonly description: string | undefined;
  readonly required: boolean;
  readonly schema: Location | undefined;
  readonly example: Json | undefined;
}

export interface DocumentExample {
  /** Named after the event when absent. */
  readonly name: string | undefined;
  readonly summary: string | undefined;
  readonly payload: Json;
  readonly headers?: JsonObject;
  readonly place: Location;
}

/** The members of `info` that are taken, as the format of contracts allows them. */
export function sharedInfo(info: JsonObject | undefined): {
  readonly info: JsonObject;
  readonly names: readonly string[];
} {
  const taken = new Map<string, Json>();
  if (info === undefined) return { info: {}, names: [] };
  if (typeof info['termsOfService'] === 'string') taken.set('termsOfService', info['termsOfService']);
  for (const [name, members] of [
    ['contact', ['name', 'url', 'email']],
    ['license', ['name', 'url']],
  ] as const) {
    const value = info[name];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
    const kept = Object.entries(value).filter(
      ([key, text]) => (members as readonly string[]).includes(key) && typeof text === 'string',
    );
    if (kept.length > 0 && (name !== 'license' || kept.some(([key]) => key === 'name')))
      taken.set(name, Object.fromEntries(kept));
  }
  return { info: Object.fromEntries(taken), names: [...taken.keys()] };
}
