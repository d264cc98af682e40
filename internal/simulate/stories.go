package simulate

func (p *Plan) tellStories() {}
