# True where a process has been collecting for longer than a run may take. The task ends it; another scheduler may not.
function Test-GfaHungRun {
    param([string]$StatePath, [int]$Id)
    $now = (Get-Date).ToUniversalTime()
    foreach ($folder in @(Get-ChildItem -LiteralPath (Join-Path $StatePath 'work') -Directory -ErrorAction SilentlyContinue)) {
        $run = Read-GfaJson (Join-Path $folder.FullName 'run.json')
        $startedAt = ConvertFrom-GfaTimestamp $run.startedAt
        if ($run.processId -eq $Id -and $null -ne $startedAt -and ($now - $startedAt).TotalSeconds -ge (Get-GfaRunLimit)) { return $true }
    }
    $false
}
