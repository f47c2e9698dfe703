import type { Contract, SelectorPart } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { ClientDefinition, EventDefinition, Location, SchemaSet } from '../../runtime/definition.ts';

/** The parts of a client's definition that are data; validators and schemas are modules of their own. */
export type DefinitionData = Omit<ClientDefinition, 'events' | keyof SchemaSet>;

/** What the runtime must know of a contract to recognise and authenticate its deliveries. */
export function definitionData({ vendor, version, selector, authentication, delivery }: Contract): DefinitionData {
  const { success, id, order, orderKey, handshake } = delivery;
  return {
    vendor,
    version,
    selector: selector.map(locationOfPart),
    authentication:
      authentication.kind === 'header'
        ? { ...authentication, header: authentication.header.toLowerCase() }
        : authentication,
    delivery: {
      ...(success === undefined ? {} : { success }),
      ...(id === undefined ? {} : { id: locationOf(id) }),
      ...(order === undefined ? {} : { order: locationOf(order) }),
      ...(orderKey === undefined ? {} : { orderKey: locationOf(orderKey) }),
      ...(handshake === undefined ? {} : { handshake }),
    },
  };
}

/** The part of an event's definition that is data. */
export function eventData({ method, match }: Contract['events'][number]): Pick<EventDefinition, 'method' | 'match'> {
  return { method, match: match.map((values) => values ?? null) };
}

function locationOfPart(part: SelectorPart): Location {
  return part.kind === 'header' ? { header: part.header.toLowerCase() } : { pointer: parsePointer(part.pointer) };
}

/** `/data/id` or `header:x-id`, as `x-delivery` writes places. */
function locationOf(place: string): Location {
  return place.startsWith('header:')
    ? { header: place.slice('header:'.length).toLowerCase() }
    : { pointer: parsePointer(place) };
}
