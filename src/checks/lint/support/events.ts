import type { ContractEvent } from '../../../asyncapi/model.ts';
import type { Finding, Place } from '../../../findings/finding.ts';
import type { Rule } from '../../../findings/rule.ts';
import { child } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import { report } from './lint-rule.ts';
import type { LintContext } from './lint-rule.ts';

/** Where the message of an event is written. */
export function eventPlace({ document }: LintContext, event: string): Place {
  return document.origin(document.messagePointer(event) ?? '');
}

/** A finding for each event that `isWrong` says yes to. */
export function reportEvents(
  rule: Rule,
  context: LintContext,
  isWrong: (event: ContractEvent) => boolean,
  message: (name: string) => string,
): Finding[] {
  return context.contract.events
    .filter(isWrong)
    .map(({ name }) => report(rule, context, message(name), eventPlace(context, name), { event: name }));
}

/** Whether a text is absent or holds nothing but blanks. */
export function isBlank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

/** An example as it stands in the document. */
export interface WrittenExample {
  readonly event: string;
  readonly value: JsonObject;
  readonly name: string | undefined;
  /** Pointer into the document's data. */
  readonly pointer: string;
  /** The entry of the message's `x-source` about this example. */
  readonly source: Json | undefined;
}

/** The examples of all events, with those that the contract leaves out. */
export function writtenExamples({ contract, document }: LintContext): WrittenExample[] {
  return contract.events.flatMap(({ name: event }) => {
    const message = document.messagePointer(event) ?? '';
    const holder = document.follow(child(message, 'examples'));
    const sources = document.follow(`${message}/x-source/examples`)?.value;
    if (holder === undefined || !Array.isArray(holder.value)) return [];
    return holder.value.flatMap((value: Json, index): WrittenExample[] => {
      if (!isObject(value)) return [];
      const name = typeof value['name'] === 'string' ? value['name'] : undefined;
      const source =
        name !== undefined && isObject(sources) && Object.hasOwn(sources, name) ? sources[name] : undefined;
      return [{ event, value, name, pointer: child(holder.pointer, index), source }];
    });
  });
}
