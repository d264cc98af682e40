package casesql

import (
	"context"

	"stadga/internal/casework"
	"stadga/internal/civil"
	"stadga/internal/ids"
	"stadga/internal/store"
)

// FollowUpsOf lists follow-ups of granted services of those kinds: those due by the
// day, the longest overdue first, and then those made since, the latest first (E-43).
func (q Deciding) FollowUpsOf(ctx context.Context, kinds []string, by, since civil.Date, limit int) ([]casework.FollowUpLine, error) {
	var all []casework.FollowUpLine
	read := func(query string, day civil.Date) error {
		args := []any{day}
		for _, kind := range kinds {
			args = append(args, kind)
		}
		return each(ctx, q.DB, func(scan func(...any) error) error {
			var f casework.FollowUpLine
			err := scan(&f.Case, &f.Person, &f.Kind, &f.Due, &f.Made)
			all = append(all, f)
			return err
		}, query+store.Limit(limit), args...)
	}
	places := store.Places(2, len(kinds))
	if err := read(`select case_id, person, kind, follow_up, '' from service_line where ended = '' and follow_up <> '' and follow_up <= $1
		and kind in (`+places+`) order by follow_up, id`, by); err != nil {
		return nil, err
	}
	err := read(`select s.case_id, s.person, s.kind, s.follow_up, f.on_day from service_follow_up f join service_line s on s.id = f.service
		where f.on_day >= $1 and s.kind in (`+places+`) order by f.on_day desc, s.id`, since)
	return all, err
}

// GoalsJudged tells for each service of a case how many of its goals have been judged,
// and how many of those were reached when they were judged last (G-09).
func (q Deciding) GoalsJudged(ctx context.Context, of ids.Case) (map[ids.Service]casework.GoalSum, error) {
	out := map[ids.Service]casework.GoalSum{}
	err := each(ctx, q.DB, func(scan func(...any) error) error {
		var service ids.Service
		var sum casework.GoalSum
		err := scan(&service, &sum.Judged, &sum.Reached)
		out[service] = sum
		return err
	}, `select s.id, count(*), sum(case when g.result = 'natt' then 1 else 0 end) from service_line s join follow_up_goal g on g.service = s.id
		where s.case_id = $1 and not exists (select 1 from follow_up_goal n where n.service = g.service and n.goal = g.goal
			and (n.on_day > g.on_day or n.on_day = g.on_day and n.act > g.act)) group by s.id`, of)
	return out, err
}
