/** `codec.go`: how models are read from JSON, and written to it. */
export const codecModule = `import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// field is a property of a model: its name in JSON and a pointer to its value.
type field struct {
	name     string
	value    any
	required bool
	nullable bool
}

// formError is a value that does not have the form of its model. Pointer is a JSON Pointer (RFC 6901).
type formError struct {
	pointer string
	message string
}

func (e *formError) Error() string {
	if e.pointer == "" {
		return "the value " + e.message
	}
	return e.pointer + " " + e.message
}

// below is the pointer to a member or item of what the pointer points to.
func below(pointer string, token string) string {
	return pointer + "/" + strings.ReplaceAll(strings.ReplaceAll(token, "~", "~0"), "/", "~1")
}

func readFields(data []byte, fields []field) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return &formError{"", "must be an object"}
	}
	for _, each := range fields {
		raw, found := members[each.name]
		if !found || kindOf(raw) == 'n' {
			if each.required && !(found && each.nullable) {
				return &formError{"", fmt.Sprintf("must have the property %q", each.name)}
			}
			continue
		}
		if err := json.Unmarshal(raw, each.value); err != nil {
			return inside(each.name, err)
		}
	}
	return nil
}

func inside(name string, err error) error {
	if inner, ok := err.(*formError); ok {
		return &formError{below("", name) + inner.pointer, inner.message}
	}
	return &formError{below("", name), "cannot be read: " + err.Error()}
}

// writeFields leaves out what is nil where it need not be there.
func writeFields(fields []field) ([]byte, error) {
	var out bytes.Buffer
	for _, each := range fields {
		value := reflect.ValueOf(each.value).Elem()
		if isNil(value) {
			if !each.required {
				continue
			}
			if !each.nullable && value.Kind() == reflect.Slice {
				value = reflect.MakeSlice(value.Type(), 0, 0)
			}
			if !each.nullable && value.Kind() == reflect.Map {
				value = reflect.MakeMap(value.Type())
			}
		}
		name, err := json.Marshal(each.name)
		if err != nil {
			return nil, err
		}
		text, err := json.Marshal(value.Interface())
		if err != nil {
			return nil, err
		}
		if out.Len() > 0 {
			out.WriteByte(',')
		}
		out.Write(name)
		out.WriteByte(':')
		out.Write(text)
	}
	return append(append([]byte{'{'}, out.Bytes()...), '}'), nil
}

func isNil(value reflect.Value) bool {
	switch value.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface:
		return value.IsNil()
	}
	return false
}

// kindOf tells JSON values apart: '"', '{', '[', 'b' for booleans, 'n' for null, '0' for numbers.
func kindOf(data []byte) byte {
	text := bytes.TrimLeft(data, " \\t\\r\\n")
	if len(text) == 0 {
		return 'n'
	}
	switch text[0] {
	case '"', '{', '[', 'n':
		return text[0]
	case 't', 'f':
		return 'b'
	}
	return '0'
}

// option is one form that a value can have, and a pointer to where it goes then.
type option struct {
	kind  byte
	value any
}

func readOption(data []byte, options []option) error {
	kind := kindOf(data)
	for _, each := range options {
		if each.kind == kind {
			return json.Unmarshal(data, each.value)
		}
	}
	if kind == 'n' {
		return nil
	}
	return &formError{"", "has a type that is not allowed"}
}

func writeOption(options []option) ([]byte, error) {
	for _, each := range options {
		value := reflect.ValueOf(each.value).Elem()
		if !isNil(value) {
			return json.Marshal(value.Interface())
		}
	}
	return []byte("null"), nil
}
`;
