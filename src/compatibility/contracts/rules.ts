import type { Rule } from '../../findings/rule.ts';

export const eventRemoved: Rule = {
  id: 'compatibility/event-removed',
  title: 'An event must stay while receivers wait for it',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver of the older contract waits for deliveries that will never come, and nothing tells it.',
  fix: 'Release it as a new major version. When the event has a new name, tell its receivers.',
};

export const eventAdded: Rule = {
  id: 'compatibility/event-added',
  title: 'An event that is added demands a minor version',
  severity: 'info',
  since: '0.1.0',
  purpose: 'A receiver of the older contract does not know the event: it answers with success and ignores it.',
  fix: 'Nothing is wrong. Subscribe to the event where it is of use.',
};

export const payloadBreaks: Rule = {
  id: 'compatibility/payload-breaks',
  title: 'A payload that one contract allows must be accepted by the other',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'The payload that is shown may be sent by the one side and is refused by the other: a receiver would fail on it.',
  fix: 'Undo the change, release it as a new major version, or approve it with a reason and a date.',
  source: 'docs/compare.md',
};

export const payloadUndecided: Rule = {
  id: 'compatibility/payload-undecided',
  title: 'Whether payloads stay compatible must be decided',
  severity: 'error',
  since: '0.1.0',
  purpose: 'What cannot be decided could be a break. It is never passed off as compatible.',
  fix: 'Write the schema with keywords that can be decided, or read it yourself and approve it with a reason and a date.',
  source: 'docs/compare.md',
};

export const selectorChanged: Rule = {
  id: 'compatibility/selector-changed',
  title: 'The place that says which event a delivery is must stay',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver looks for the name of the event where the contract said it stands, and finds nothing there.',
  fix: 'Release it as a new major version.',
};

export const selectorValueChanged: Rule = {
  id: 'compatibility/selector-value-changed',
  title: 'The value that names an event must stay',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver does not recognise the event any more.',
  fix: 'Release it as a new major version.',
};

export const methodChanged: Rule = {
  id: 'compatibility/method-changed',
  title: 'The HTTP method of an event must stay',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver is registered for one method and answers others with an error.',
  fix: 'Release it as a new major version.',
};

export const contentTypeChanged: Rule = {
  id: 'compatibility/content-type-changed',
  title: 'The content type of an event must stay',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver reads the body as the type that the contract states.',
  fix: 'Release it as a new major version.',
};

export const authenticationChanged: Rule = {
  id: 'compatibility/authentication-changed',
  title: 'The proof of where a delivery comes from must stay',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'A receiver that verifies the former signature or header refuses every delivery. One that expected none is not hurt.',
  fix: 'Release it as a new major version.',
};

export const deliveryChanged: Rule = {
  id: 'compatibility/delivery-changed',
  title: 'The delivery behaviour must not get stricter',
  severity: 'error',
  since: '0.1.0',
  purpose:
    'With less time to answer, fewer answers that count as success, or an id in another place, deliveries are lost or handled twice; an endpoint that answers the former handshake is sent nothing.',
  fix: 'Release it as a new major version.',
};

export const endpointUrlChanged: Rule = {
  id: 'compatibility/endpoint-url-changed',
  title: 'A URL that could be registered must stay acceptable',
  severity: 'error',
  since: '0.1.0',
  purpose: 'A receiver whose URL the vendor no longer accepts cannot be registered again.',
  fix: 'Release it as a new major version.',
};

export const contractRemoved: Rule = {
  id: 'compatibility/contract-removed',
  title: 'A contract must stay while receivers rely on it',
  severity: 'error',
  since: '0.1.0',
  purpose: 'Receivers that were written against the contract can no longer be held against it.',
  fix: 'Keep the contract beside its successor, or approve its removal with a reason and a date.',
};

export const contractAdded: Rule = {
  id: 'compatibility/contract-added',
  title: 'A contract that is added changes nothing for receivers of others',
  severity: 'info',
  since: '0.1.0',
  purpose: 'It is listed so that a comparison of two states names everything that differs.',
  fix: 'Nothing is wrong.',
};

/** Rules about two contracts that follow from no single keyword of a schema. */
export const contractRules: readonly Rule[] = [
  eventRemoved,
  eventAdded,
  payloadBreaks,
  payloadUndecided,
  selectorChanged,
  selectorValueChanged,
  methodChanged,
  contentTypeChanged,
  authenticationChanged,
  deliveryChanged,
  endpointUrlChanged,
  contractRemoved,
  contractAdded,
];
