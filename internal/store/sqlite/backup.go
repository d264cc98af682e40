package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"modernc.org/sqlite"
)

// backupPages is how many pages are copied between looks at whether to stop.
const backupPages = 2000

// Backup copies the database at path to a new file, as it stood at one instant,
// while others read and write it. Progress is told how many pages of how many
// are copied.
func Backup(ctx context.Context, path, to string, progress func(done, of int)) (err error) {
	pool, err := sql.Open("sqlite", "file:"+path+"?mode=ro&"+pragmas)
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, pool.Close()); err != nil {
			err = fmt.Errorf("copy the database: %w", err)
		}
	}()
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// A reading that goes on holds the instant: what is committed meanwhile is not in the copy.
	if _, err := conn.ExecContext(ctx, `begin`); err != nil {
		return err
	}
	var size int64
	if err := conn.QueryRowContext(ctx, `select size from journal_head where one = 1`).Scan(&size); err != nil {
		return err
	}
	err = conn.Raw(func(driver any) error {
		source, ok := driver.(interface {
			NewBackup(string) (*sqlite.Backup, error)
		})
		if !ok {
			return errors.New("the driver copies no databases")
		}
		b, err := source.NewBackup("file:" + to)
		if err != nil {
			return err
		}
		for more := true; more && err == nil; {
			if err = ctx.Err(); err == nil {
				more, err = b.Step(backupPages)
				progress(b.PageCount()-b.Remaining(), b.PageCount())
			}
		}
		return errors.Join(err, b.Finish())
	})
	_, ended := conn.ExecContext(context.WithoutCancel(ctx), `rollback`)
	return errors.Join(err, ended)
}
