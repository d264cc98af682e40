package postgres

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/stdlib"

	"stadga/internal/store"
)

// Swap copies what has been built into tables in a schema beside those in use,
// while acts go on, and then puts them in their place.
func (db *DB) Swap(ctx context.Context, p store.Projection, built *store.Scratch, finish func(store.Execer) error) error {
	if db.readOnly || db.group != nil {
		return errors.New("a projection is not rebuilt while the record is open for reading only or in bulk")
	}
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	var home string
	if err := conn.QueryRowContext(ctx, `select current_schema()`).Scan(&home); err != nil {
		return err
	}
	beside := quoted("rebuilt_" + p.Name)
	if err := copyBeside(ctx, conn, p, built.DB, beside); err != nil {
		return err
	}
	return db.Write(ctx, func(x store.Execer) error {
		if err := db.Barrier(ctx, x); err != nil {
			return err
		}
		for _, table := range p.Tables {
			for _, statement := range []string{
				`drop table if exists ` + quoted(home) + `.` + table,
				`alter table ` + beside + `.` + table + ` set schema ` + quoted(home),
			} {
				if _, err := x.ExecContext(ctx, statement); err != nil {
					return err
				}
			}
		}
		if _, err := x.ExecContext(ctx, `drop schema `+beside); err != nil {
			return err
		}
		return finish(x)
	})
}

func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// copyBeside makes the tables of a projection in a schema of their own and fills
// them. It is one transaction, and leaves the connection as it was.
func copyBeside(ctx context.Context, conn *sql.Conn, p store.Projection, from *sql.DB, beside string) (err error) {
	run := func(statement string) error {
		_, err := conn.ExecContext(ctx, statement)
		return err
	}
	if err := run(`begin`); err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_, undo := conn.ExecContext(context.WithoutCancel(ctx), `rollback`)
			err = errors.Join(err, undo)
		}
	}()
	statements := []string{
		`drop schema if exists ` + beside + ` cascade`, // of a rebuilding that was cut short
		`create schema ` + beside,
		`set local search_path = ` + beside,
	}
	for _, statement := range append(statements, p.Schema...) {
		if err := run(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	for _, table := range p.Tables {
		if err := copyTable(ctx, conn, from, table); err != nil {
			return fmt.Errorf("copy %s: %w", table, err)
		}
	}
	return run(`commit`)
}

func copyTable(ctx context.Context, conn *sql.Conn, from *sql.DB, table string) error {
	rows, err := from.QueryContext(ctx, `select * from `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for i, column := range columns {
		columns[i] = quoted(column)
	}
	read, write := io.Pipe()
	go func() { write.CloseWithError(writeRows(write, rows, len(columns))) }()
	return conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().PgConn().CopyFrom(ctx, read, `copy `+table+` (`+strings.Join(columns, `, `)+`) from stdin`)
		read.CloseWithError(err) // lets the writer go when the copy ended early
		return err
	})
}

// writeRows writes rows in the text form of copy.
func writeRows(to io.Writer, rows *sql.Rows, columns int) error {
	values, dest := make([]any, columns), make([]any, columns)
	for i := range values {
		dest[i] = &values[i]
	}
	var line []byte
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		line = line[:0]
		for i, value := range values {
			if i > 0 {
				line = append(line, '\t')
			}
			var err error
			if line, err = appendValue(line, value); err != nil {
				return err
			}
		}
		if _, err := to.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return rows.Err()
}

func appendValue(line []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case nil:
		return append(line, `\N`...), nil
	case int64:
		return strconv.AppendInt(line, v, 10), nil
	case float64:
		return strconv.AppendFloat(line, v, 'g', -1, 64), nil
	case bool:
		return strconv.AppendBool(line, v), nil
	case []byte:
		return hex.AppendEncode(append(line, `\\x`...), v), nil
	case string:
		for i := range len(v) {
			switch c := v[i]; c {
			case '\t':
				line = append(line, `\t`...)
			case '\n':
				line = append(line, `\n`...)
			case '\r':
				line = append(line, `\r`...)
			case '\\':
				line = append(line, `\\`...)
			default:
				line = append(line, c)
			}
		}
		return line, nil
	}
	return nil, fmt.Errorf("a column holds %T", value)
}
