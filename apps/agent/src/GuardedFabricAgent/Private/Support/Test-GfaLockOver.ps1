# Whether a lock with this text is held by nobody, or by a run that hangs, which is ended.
function Test-GfaLockOver {
    param([string]$StatePath, [string]$Text)
    $told = Read-GfaOptional { ConvertFrom-Json $Text -ErrorAction Stop }
    $id = ConvertTo-GfaNumber $told.processId
    if ($null -ne $id) {
        if (-not (Test-GfaSameProcess -Id $id -As $told)) { return $true }
        return ((Test-GfaHungRun -StatePath $StatePath -Id $id) -and (Stop-GfaProcess -As $told))
    }
    # Nobody is named: a moment ago it was made, or the disk was full. Or a number alone, which another process may
    # have by now: no run lasts an hour. The clock may have been stepped since.
    $id = ConvertTo-GfaNumber $Text.Trim()
    if ($null -ne $id -and $null -eq (Get-Process -Id $id -ErrorAction SilentlyContinue)) { return $true }
    $most = if ($null -eq $id) { 10 } else { 3600 }
    $age = ((Get-Date) - (Get-Item -LiteralPath (Join-Path $StatePath 'agent.lock')).LastWriteTime).TotalSeconds
    $age -lt -$most -or $age -gt $most
}
