/** What is special about a contract in `events.go`. */
export interface EventsModule {
  /** Struct and event, in the contract's order. */
  readonly events: readonly (readonly [model: string, event: string])[];
}

/** `events.go`: recognises and reads payloads. */
export function eventsModule({ events }: EventsModule, text: (value: string) => string): string {
  const cases = events.map(([model, event]) => `	case ${text(event)}:\n		return new(${model})`);
  const marks = events.map(([model]) => `func (*${model}) isPayload() {}`);
  return String.raw`import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Event is a delivery that was verified and recognised.
type Event struct {
	// Name of the event; empty when the contract does not have it.
	Name string
	// Payload is a pointer to the model of the event, or an *UnknownEvent: tell them apart with a type switch.
	Payload Payload
	// Raw is the body: with properties that the models do not know.
	Raw json.RawMessage
	// SecretID is the ID of the secret that matched.
	SecretID string
}

// Payload is the payload of any event.
type Payload interface{ isPayload() }

// UnknownEvent is an event that the contract does not have. Answer 2xx: vendors add events.
type UnknownEvent struct {
	// Selector is what the delivery says where the contract's selector looks; empty where nothing is.
	Selector []string
}

func (*UnknownEvent) isPayload() {}

${marks.join('\n\n')}

func newPayload(event string) Payload {
	switch event {
${cases.join('\n')}
	}
	return nil
}

// Receive verifies, recognises and reads a delivery. The error is an *AuthenticationError, ErrNotJSON or an
// *InvalidEventError.
func (r *Receiver) Receive(delivery Delivery) (*Event, error) {
	secretID, err := r.Verify(delivery)
	if err != nil {
		return nil, err
	}
	return read(delivery.Body, delivery.Headers, secretID)
}

// Parse recognises and reads a payload that was verified elsewhere. Headers are needed where the selector looks at them.
// The error is ErrNotJSON or an *InvalidEventError.
func Parse(body []byte, headers map[string][]string) (*Event, error) {
	return read(body, headers, "")
}

func read(body []byte, headers map[string][]string, secretID string) (*Event, error) {
	text := bytes.TrimPrefix(body, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(text) || !json.Valid(text) {
		return nil, ErrNotJSON
	}
	raw := append(json.RawMessage(nil), text...)
	tree, err := readTree(raw)
	if err != nil {
		return nil, ErrNotJSON
	}
	candidates, values := recognise(tree, headers)
	event, found := choose(candidates, tree)
	if event == nil {
		return &Event{Payload: &UnknownEvent{values}, Raw: raw, SecretID: secretID}, nil
	}
	if len(found) > 0 {
		return nil, &InvalidEventError{event.name, found, raw, secretID}
	}
	// Go reads 1.0 into no integer, which JSON says it is.
	if plain, changed := withPlainIntegers(tree); changed {
		if text, err = json.Marshal(plain); err != nil {
			return nil, ErrNotJSON
		}
	}
	payload := newPayload(event.name)
	if err := json.Unmarshal(text, payload); err != nil {
		violation := Violation{"", "form", "cannot be read: " + err.Error()}
		var form *formError
		if errors.As(err, &form) {
			violation = Violation{form.pointer, "form", form.message}
		}
		return nil, &InvalidEventError{event.name, []Violation{violation}, raw, secretID}
	}
	return &Event{event.name, payload, raw, secretID}, nil
}

// choose takes the first of several events that accepts the payload.
func choose(candidates []event, tree any) (*event, []Violation) {
	for index := range candidates {
		found := violations(candidates[index].schema, tree)
		if len(candidates) == 1 || len(found) == 0 {
			return &candidates[index], found
		}
	}
	return nil, nil
}

// place is where a delivery says which event it is: a header, or the tokens of a JSON Pointer.
type place struct {
	header  string
	pointer []string
}

// event is an event of the contract. match has the values at each place of the selector; nil when it does not matter.
type event struct {
	name   string
	schema string
	match  [][]string
}

// recognise gives the events that fit what the delivery says about itself; of several those that name more of it.
func recognise(tree any, headers map[string][]string) ([]event, []string) {
	values := make([]string, len(selector))
	known := make([]bool, len(selector))
	for index, each := range selector {
		values[index], known[index] = locate(each, tree, headers)
	}
	var fitting []event
	most := 0
	for _, each := range contractEvents {
		named, fits := 0, true
		for index, allowed := range each.match {
			isOpen := allowed == nil || (headers == nil && selector[index].header != "")
			if allowed != nil {
				named++
			}
			fits = fits && (isOpen || (known[index] && contains(allowed, values[index])))
		}
		if !fits || named < most {
			continue
		}
		if named > most {
			fitting, most = nil, named
		}
		fitting = append(fitting, each)
	}
	return fitting, values
}

func contains(texts []string, wanted string) bool {
	for _, each := range texts {
		if each == wanted {
			return true
		}
	}
	return false
}

func locate(where place, tree any, headers map[string][]string) (string, bool) {
	if where.header != "" {
		return firstValue(headers, where.header)
	}
	value := tree
	for _, token := range where.pointer {
		switch held := value.(type) {
		case map[string]any:
			member, has := held[token]
			if !has {
				return "", false
			}
			value = member
		case []any:
			index, err := strconv.Atoi(token)
			if err != nil || index < 0 || index >= len(held) || strconv.Itoa(index) != token {
				return "", false
			}
			value = held[index]
		default:
			return "", false
		}
	}
	switch held := value.(type) {
	case string:
		return held, true
	case bool:
		return strconv.FormatBool(held), true
	case json.Number:
		number, err := held.Float64()
		return strconv.FormatFloat(number, 'f', -1, 64), err == nil
	}
	return "", false
}

// withPlainIntegers writes integers without fraction and exponent.
func withPlainIntegers(tree any) (any, bool) {
	changed := false
	switch held := tree.(type) {
	case json.Number:
		number, err := held.Float64()
		isPlain := !strings.ContainsAny(string(held), ".eE")
		if err == nil && !isPlain && number == math.Trunc(number) && math.Abs(number) < 1<<63 {
			return json.Number(strconv.FormatFloat(number, 'f', -1, 64)), true
		}
	case []any:
		for index := range held {
			item, isChanged := withPlainIntegers(held[index])
			held[index], changed = item, changed || isChanged
		}
	case map[string]any:
		for name := range held {
			member, isChanged := withPlainIntegers(held[name])
			held[name], changed = member, changed || isChanged
		}
	}
	return tree, changed
}
`;
}
