/** The payload of any event, told apart by `type`. */
export type AcmeCorpEvent =
  | OrderCreatedEvent
  | OrderCreatedEventPayload
  | AcmeCorpEventPayload
  | OrderClosedEvent
  | PageEvent
  | UnnamedEvent
  | _3dModelEvent
  | V1_2Event;

/** Payloads by the events' names. */
export interface AcmeCorpEvents {
  'order.created': OrderCreatedEvent;
  order_created: OrderCreatedEventPayload;
  acmeCorp: AcmeCorpEventPayload;
  ORDER_CLOSED: OrderClosedEvent;
  'page event': PageEvent;
  '☃': UnnamedEvent;
  '3d.model': _3dModelEvent;
  'v1.2': V1_2Event;
}

/** What types know about the contract acme-corp@1.0.0. */
export interface AcmeCorpContract {
  id: 'acme-corp@1.0.0';
  events: AcmeCorpEvents;
  authentication: 'unsigned';
}

export interface OrderCreatedEvent {
  a?: OrderCreatedEventModel;
}

export interface OrderCreatedEventPayload {
  a?: RecordModel;
}

export interface AcmeCorpEventPayload {
  a?: Order;
}

export interface OrderClosedEvent {
  a?: OrderModel;
}

export interface PageEvent {
  a?: OrderModel2;
}

export interface UnnamedEvent {
  a?: DataField;
  b?: DataFieldModel;
}

export interface _3dModelEvent {
  a?: StringModel;
  b?: Class;
}

export interface V1_2Event {
  a?: PromiseModel;
}

export interface OrderCreatedEventModel {
  a?: string;
}

export interface RecordModel {
  map?: Record<string, string>;
}

export interface Order {
  a?: string;
}

export interface OrderModel {
  b?: string;
}

export interface OrderModel2 {
  c?: string;
}

export interface DataField {
  c?: string;
}

export interface DataFieldModel {
  d?: string;
}

export type StringModel = string;

export interface Class {
  c?: string;
}

export interface PromiseModel {
  c?: string;
}
