# The agent's folders. What was already there when the folder was taken over is not trusted with secrets:
# the protection of the folder is set first, then that of the folders in it.
function Initialize-GfaState {
    param([string]$StatePath, [string]$Account)
    if (-not (Test-Path -LiteralPath $StatePath)) { $null = New-Item -Path $StatePath -ItemType Directory -Force }
    Protect-GfaPath -Path $StatePath -Account $Account
    foreach ($name in 'spool', 'sent', 'quarantine', 'work') {
        $folder = Join-Path $StatePath $name
        if (-not (Test-Path -LiteralPath $folder)) { $null = New-Item -Path $folder -ItemType Directory }
        Protect-GfaPath -Path $folder -Account $Account
    }
}
