/**
 * Is this a place to keep money's record in? Checked before SQLite sees it: a folder of one's own, on a local disk, and a plain
 * file of one's own. SQLite would create the file readable by all and follow any link.
 */

import { accessSync, closeSync, constants, lstatSync, openSync, statfsSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { environmentError } from '../errors.ts'
import { makeFolder } from '../files/make-folder.ts'

/** f_type of file systems on which SQLite's locks or shared memory cannot be trusted: linux/magic.h and the modules' own headers. */
const networkFilesystems: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  16914839: '9p', // WSL's view of Windows disks, some virtual machines
  1702057286: 'FUSE', // sshfs, s3fs, cloud drives
  1937076805: 'Coda',
  1397113167: 'AFS',
  1799439955: 'AFS',
  12805120: 'Ceph',
  198183888: 'Lustre',
  3133910204: 'VMware shared folder',
  2020557398: 'VirtualBox shared folder',
}

export const networkFilesystem = (type: number): string | undefined => networkFilesystems[type]

/** Makes the folder if it is missing and refuses one that others can change or that is not on a local disk. */
export function prepareFolder(folder: string): void {
  makeFolder(folder, 0o700)
  const { mode, uid } = statSync(folder)
  // Windows has no such modes and reports every folder as open to all.
  if (ownUserId() !== undefined && (mode & 0o002) !== 0)
    throw environmentError(`anyone on this machine can change the folder of the ledger: ${folder}`, {
      code: 'state.insecure_dir',
      hint: `run: chmod 700 ${folder}`,
    })
  refuseForeign(folder, uid, 'state.insecure_dir')
  const name = networkFilesystem(statfsSync(folder).type)
  if (name !== undefined)
    throw environmentError(`the ledger cannot live on ${name}, where its locks are not safe: ${folder}`, {
      code: 'ledger.network_filesystem',
      hint: 'set VIDGEN_HOME to a folder on a local disk',
    })
  accessSync(folder, constants.W_OK | constants.X_OK)
}

/** The file's size. Made empty with mode 0600 when missing, so that SQLite gives -wal and -shm the same mode. */
export function prepareFile(path: string): number {
  try {
    closeSync(openSync(path, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600))
    return 0
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const file = lstatSync(path)
  if (!file.isFile())
    throw environmentError(
      `the ledger is ${file.isSymbolicLink() ? 'a symbolic link' : 'not a plain file'}: ${path}`,
      {
        code: 'state.insecure_file',
        hint: 'put the real file there, or set VIDGEN_HOME to the folder it is in',
      },
    )
  refuseForeign(path, file.uid, 'state.insecure_file')
  accessSync(path, constants.R_OK | constants.W_OK)
  return file.size
}

export function fileSize(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

function refuseForeign(path: string, uid: number, code: string): void {
  const own = ownUserId()
  if (own === undefined || own === uid) return
  throw environmentError(`${path} belongs to another user (uid ${uid})`, {
    code,
    hint: 'run vidgen as the user the folder belongs to, or set VIDGEN_HOME to a folder of your own',
  })
}

/** Undefined on Windows, where files have no such owner. A container's user may have no name, so /proc is asked first. */
export function ownUserId(): number | undefined {
  const viaProc = statSync('/proc/self', { throwIfNoEntry: false })?.uid
  if (viaProc !== undefined) return viaProc
  try {
    const { uid } = userInfo()
    return uid < 0 ? undefined : uid
  } catch {
    return undefined
  }
}
