package access

// Unsorted is the door that asks every policy, whatever the action.
func (d *Door) Unsorted() *Door {
	all := *d
	all.speaking = nil
	return &all
}

// Actions are those of the schema, groups included.
func (d *Door) Actions() []string {
	var all []string
	for uid := range d.actions {
		all = append(all, string(uid.ID))
	}
	return all
}
