package rulebook

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Small helpers to write rule files: mappings keep the order of their keys.

func text(s string) *yaml.Node {
	node := &yaml.Node{}
	node.SetString(s)
	node.Tag = "" // the writer quotes what would read as something else
	return node
}

func sequence(items ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.SequenceNode, Content: items}
}

// mapping makes a mapping of a key, its value, and so on.
func mapping(pairs ...any) *yaml.Node {
	node := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i+1 < len(pairs); i += 2 {
		set(node, pairs[i].(string), pairs[i+1].(*yaml.Node))
	}
	return node
}

// value is what stands under a key; nil when nothing does.
func value(node *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			return node.Content[i+1]
		}
	}
	return nil
}

func set(node *yaml.Node, key string, to *yaml.Node) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			node.Content[i+1] = to
			return
		}
	}
	node.Content = append(node.Content, text(key), to)
}

func drop(node *yaml.Node, key string) {
	for i := 0; i+1 < len(node.Content); i += 2 {
		if node.Content[i].Value == key {
			node.Content = append(node.Content[:i:i], node.Content[i+2:]...)
			return
		}
	}
}

func clone(node *yaml.Node) *yaml.Node {
	c := *node
	c.Content = make([]*yaml.Node, len(node.Content))
	for i, child := range node.Content {
		c.Content[i] = clone(child)
	}
	return &c
}

// ruleNode finds a rule in a file.
func ruleNode(doc *yaml.Node, id string) *yaml.Node {
	rules := value(doc.Content[0], "rules")
	if rules == nil {
		return nil
	}
	for _, rule := range rules.Content {
		if v := value(rule, "id"); v != nil && v.Value == id {
			return rule
		}
	}
	return nil
}

func adoptionNode(a Adoption) *yaml.Node {
	return mapping("by", text(a.By), "on", text(a.On.String()), "ref", text(a.Ref))
}

// written is the file as text.
func written(doc *yaml.Node) (string, error) {
	var out strings.Builder
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(doc); err != nil {
		return "", err
	}
	return out.String(), enc.Close()
}
