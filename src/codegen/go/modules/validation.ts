/** `validation.go`: whether a payload is what the contract's schemas say. */
export const validationModule = `import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"sync"
)

// Violation is one way in which a payload breaks its schema.
type Violation struct {
	// Pointer is a JSON Pointer (RFC 6901) into the payload; for JSON inside a string, the pointer of the string.
	Pointer string
	// Keyword is the JSON Schema keyword that fails.
	Keyword string
	// Message is a sentence part without the place. It never holds a value of the payload.
	Message string
}

func (v Violation) String() string {
	if v.Pointer == "" {
		return "the payload " + v.Message
	}
	return v.Pointer + " " + v.Message
}

const mostViolations = 200

// readTree gives a JSON value with numbers as json.Number.
func readTree(data []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree any
	err := decoder.Decode(&tree)
	return tree, err
}

var schemas = struct {
	once  sync.Once
	byKey map[string]any
}{}

// schemaOf gives a schema, read when the first one is needed.
func schemaOf(key string) any {
	schemas.once.Do(func() {
		schemas.byKey = make(map[string]any, len(schemaTexts))
		for each, text := range schemaTexts {
			tree, err := readTree([]byte(text))
			if err != nil {
				panic("the schema " + each + " is damaged: " + err.Error())
			}
			schemas.byKey[each] = tree
		}
	})
	return schemas.byKey[key]
}

// violations gives every way in which a value breaks a schema, at most 200.
func violations(key string, value any) []Violation {
	found := check(schemaOf(key), value, "")
	if len(found) > mostViolations {
		found = found[:mostViolations]
	}
	return found
}

type schema = map[string]any

// rule says what is wrong with a value at a pointer; parent is the schema that holds the keyword.
type rule func(demand any, value any, pointer string, parent schema) []Violation

// keywordRule is a keyword with its rule.
type keywordRule struct {
	keyword string
	apply   rule
}

// In a fixed order, so that the same payload gives the same violations.
var rules []keywordRule

func init() {
	for _, each := range assertions {
		rules = append(rules, keywordRule{each.keyword, asRule(each.keyword, each.test)})
	}
	rules = append(rules,
		keywordRule{"$ref", checkReference},
		keywordRule{"jsonText", checkJSONText},
		keywordRule{"allOf", checkAllOf},
		keywordRule{"anyOf", checkAnyOf},
		keywordRule{"oneOf", checkOneOf},
		keywordRule{"not", checkNot},
		keywordRule{"if", checkCondition},
		keywordRule{"required", forObject(checkRequired)},
		keywordRule{"dependentRequired", forObject(checkDependentRequired)},
		keywordRule{"dependentSchemas", forObject(checkDependentSchemas)},
		keywordRule{"properties", forObject(checkProperties)},
		keywordRule{"patternProperties", forObject(checkPatternProperties)},
		keywordRule{"additionalProperties", forObject(checkOtherProperties)},
		keywordRule{"propertyNames", forObject(checkPropertyNames)},
		keywordRule{"prefixItems", checkPrefixItems},
		keywordRule{"items", checkItems},
		keywordRule{"contains", checkContains},
	)
}

func asRule(keyword string, test func(demand any, value any) string) rule {
	return func(demand any, value any, pointer string, _ schema) []Violation {
		if message := test(demand, value); message != "" {
			return []Violation{{pointer, keyword, message}}
		}
		return nil
	}
}

func check(demanded any, value any, pointer string) []Violation {
	if demanded == false {
		return []Violation{{pointer, "false", "must not be there"}}
	}
	parent, ok := demanded.(schema)
	if !ok {
		return nil
	}
	var found []Violation
	for _, each := range rules {
		if demand, has := parent[each.keyword]; has {
			found = append(found, each.apply(demand, value, pointer, parent)...)
		}
	}
	return found
}

func isValid(demanded any, value any) bool {
	return len(check(demanded, value, "")) == 0
}

func checkReference(demand any, value any, pointer string, _ schema) []Violation {
	return check(schemaOf(demand.(string)), value, pointer)
}

func checkJSONText(demand any, value any, pointer string, _ schema) []Violation {
	text, ok := value.(string)
	if !ok {
		return nil
	}
	if !json.Valid([]byte(text)) {
		return []Violation{{pointer, "contentMediaType", "must be JSON text"}}
	}
	content, err := readTree([]byte(text))
	if err != nil {
		return []Violation{{pointer, "contentMediaType", "must be JSON text"}}
	}
	var found []Violation
	for _, inner := range check(schemaOf(demand.(string)), content, "") {
		where := ""
		if inner.Pointer != "" {
			where = " at " + inner.Pointer
		}
		found = append(found, Violation{pointer, inner.Keyword, "holds JSON that" + where + " " + inner.Message})
	}
	return found
}

func checkAllOf(demand any, value any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, each := range demand.([]any) {
		found = append(found, check(each, value, pointer)...)
	}
	return found
}

func checkAnyOf(demand any, value any, pointer string, _ schema) []Violation {
	var branches [][]Violation
	for _, each := range demand.([]any) {
		found := check(each, value, pointer)
		if len(found) == 0 {
			return nil
		}
		branches = append(branches, found)
	}
	return nearest(branches, pointer, "anyOf")
}

func checkOneOf(demand any, value any, pointer string, _ schema) []Violation {
	var branches [][]Violation
	valid := 0
	for _, each := range demand.([]any) {
		found := check(each, value, pointer)
		if len(found) == 0 {
			valid++
		}
		branches = append(branches, found)
	}
	switch valid {
	case 0:
		return nearest(branches, pointer, "oneOf")
	case 1:
		return nil
	}
	message := fmt.Sprintf("must be one of several alternatives, but is %d of them", valid)
	return []Violation{{pointer, "oneOf", message}}
}

// nearest says what is wrong with the alternative that was meant, when type and constants tell which one that was.
func nearest(branches [][]Violation, pointer string, keyword string) []Violation {
	var possible, named [][]Violation
	for _, found := range branches {
		isPossible, isNamed := true, true
		for _, each := range found {
			isPossible = isPossible && (each.Keyword != "type" || each.Pointer != pointer)
			isNamed = isNamed && each.Keyword != "const" && each.Keyword != "enum"
		}
		if isPossible {
			possible = append(possible, found)
		}
		if isPossible && isNamed {
			named = append(named, found)
		}
	}
	if len(named) == 1 {
		return named[0]
	}
	if len(possible) == 1 {
		return possible[0]
	}
	return []Violation{{pointer, keyword, "fits none of the alternatives"}}
}

func checkNot(demand any, value any, pointer string, _ schema) []Violation {
	if isValid(demand, value) {
		return []Violation{{pointer, "not", "must not be what is excluded"}}
	}
	return nil
}

func checkCondition(demand any, value any, pointer string, parent schema) []Violation {
	branch := "else"
	if isValid(demand, value) {
		branch = "then"
	}
	return check(parent[branch], value, pointer)
}

func checkPrefixItems(demand any, value any, pointer string, _ schema) []Violation {
	list, ok := value.([]any)
	if !ok {
		return nil
	}
	var found []Violation
	for index, each := range demand.([]any) {
		if index < len(list) {
			found = append(found, check(each, list[index], below(pointer, strconv.Itoa(index)))...)
		}
	}
	return found
}

func checkItems(demand any, value any, pointer string, parent schema) []Violation {
	list, ok := value.([]any)
	if !ok {
		return nil
	}
	prefix, _ := parent["prefixItems"].([]any)
	var found []Violation
	for index := len(prefix); index < len(list); index++ {
		found = append(found, check(demand, list[index], below(pointer, strconv.Itoa(index)))...)
	}
	return found
}

func checkContains(demand any, value any, pointer string, parent schema) []Violation {
	list, ok := value.([]any)
	if !ok {
		return nil
	}
	count := 0.0
	for _, item := range list {
		if isValid(demand, item) {
			count++
		}
	}
	var found []Violation
	least, has := numberOf(parent["minContains"])
	if !has {
		least = 1
	}
	if count < least {
		message := fmt.Sprintf("must contain at least %v matching items, got %v", least, count)
		found = append(found, Violation{pointer, "contains", message})
	}
	if most, has := numberOf(parent["maxContains"]); has && count > most {
		message := fmt.Sprintf("must contain at most %v matching items, got %v", most, count)
		found = append(found, Violation{pointer, "maxContains", message})
	}
	return found
}
`;
