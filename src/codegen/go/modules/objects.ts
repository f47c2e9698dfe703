/** `objects.go`: the keywords that look at the members of objects. */
export const objectsModule = `import (
	"fmt"
	"sort"
)

// objectRule is a rule for objects: values of other types are fine with it.
type objectRule func(demand any, object map[string]any, pointer string, parent schema) []Violation

func forObject(apply objectRule) rule {
	return func(demand any, value any, pointer string, parent schema) []Violation {
		if object, ok := value.(map[string]any); ok {
			return apply(demand, object, pointer, parent)
		}
		return nil
	}
}

func checkRequired(demand any, object map[string]any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, each := range demand.([]any) {
		if _, has := object[each.(string)]; !has {
			found = append(found, Violation{pointer, "required", fmt.Sprintf("must have the property %q", each)})
		}
	}
	return found
}

func checkDependentRequired(demand any, object map[string]any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, name := range namesOf(demand.(schema)) {
		if _, has := object[name]; !has {
			continue
		}
		for _, other := range demand.(schema)[name].([]any) {
			if _, has := object[other.(string)]; !has {
				message := fmt.Sprintf("must have the property %q, because it has %q", other, name)
				found = append(found, Violation{pointer, "dependentRequired", message})
			}
		}
	}
	return found
}

func checkDependentSchemas(demand any, object map[string]any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, name := range namesOf(demand.(schema)) {
		if _, has := object[name]; has {
			found = append(found, check(demand.(schema)[name], object, pointer)...)
		}
	}
	return found
}

func checkProperties(demand any, object map[string]any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, name := range namesOf(demand.(schema)) {
		if member, has := object[name]; has {
			found = append(found, check(demand.(schema)[name], member, below(pointer, name))...)
		}
	}
	return found
}

func checkPatternProperties(demand any, object map[string]any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, pattern := range namesOf(demand.(schema)) {
		for _, name := range namesOf(object) {
			if compiled(pattern).MatchString(name) {
				found = append(found, check(demand.(schema)[pattern], object[name], below(pointer, name))...)
			}
		}
	}
	return found
}

func checkOtherProperties(demand any, object map[string]any, pointer string, parent schema) []Violation {
	named, _ := parent["properties"].(schema)
	patterns, _ := parent["patternProperties"].(schema)
	var found []Violation
	for _, name := range namesOf(object) {
		_, isNamed := named[name]
		for pattern := range patterns {
			isNamed = isNamed || compiled(pattern).MatchString(name)
		}
		if !isNamed {
			found = append(found, check(demand, object[name], below(pointer, name))...)
		}
	}
	return found
}

func checkPropertyNames(demand any, object map[string]any, pointer string, _ schema) []Violation {
	var found []Violation
	for _, name := range namesOf(object) {
		for _, inner := range check(demand, name, below(pointer, name)) {
			found = append(found, Violation{inner.Pointer, "propertyNames", "has a name that " + inner.Message})
		}
	}
	return found
}

func namesOf(object map[string]any) []string {
	names := make([]string, 0, len(object))
	for name := range object {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
`;
