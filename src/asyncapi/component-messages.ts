import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { child } from '../json-schema/pointer.ts';

/** Source: AsyncAPI 3.1.0, Components Object. */
export function isComponentName(name: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(name);
}

/**
 * The document with the messages that stand in its channels under `components.messages`, by the names they have in the
 * channels. What refers to them in the channels leads to them as before.
 */
export function withComponentMessages(document: JsonObject): JsonObject {
  const components = objectOf(document['components']);
  const messages = new Map(Object.entries(objectOf(components['messages'])));
  const channels = mapValues(objectOf(document['channels']), (channel, channelName) => {
    if (!isObject(channel) || !isObject(channel['messages'])) return channel;
    const moved = mapValues(channel['messages'], (message, name) => {
      if (!isObject(message) || Object.hasOwn(message, '$ref')) return message;
      const free = [name, `${channelName}.${name}`].find((each) => isComponentName(each) && !messages.has(each));
      if (free === undefined) return message;
      messages.set(free, message);
      return { $ref: `#${child('/components/messages', free)}` };
    });
    return { ...channel, messages: moved };
  });
  if (messages.size === 0) return document;
  return { ...document, channels, components: { ...components, messages: Object.fromEntries(messages) } };
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function mapValues(object: JsonObject, replace: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, replace(value, name)]));
}
