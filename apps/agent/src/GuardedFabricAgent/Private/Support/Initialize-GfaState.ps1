# The agent's folders. One that somebody else made is taken over where it is empty and refused where it is not:
# a credential or a server's address found in it would be his. Looked at again once nobody else can add to it,
# and nothing in it is read before.
function Initialize-GfaState {
    param([string]$StatePath, [string]$Account, [switch]$KeepAccount)
    $own = @(Get-GfaOwnFolder -StatePath $StatePath)
    $foreign = @($own | Where-Object { (Test-Path -LiteralPath $_) -and -not (Test-GfaTrusted -Path $_) })
    # Before anything is changed: the folder may have been named by mistake.
    foreach ($folder in $foreign) { Assert-GfaEmpty -Path $folder }
    foreach ($folder in $own) {
        $isNew = $foreign -contains $folder -or -not (Test-Path -LiteralPath $folder)
        if (-not (Test-Path -LiteralPath $folder)) { $null = New-Item -Path $folder -ItemType Directory -Force }
        # A folder of ours keeps its rights until the account that they are for is known.
        if ($folder -eq $StatePath -and $KeepAccount -and -not $isNew) { continue }
        Protect-GfaPath -Path $folder -Account $(if ($folder -eq $StatePath) { $Account })
        if ($isNew) { Assert-GfaEmpty -Path $folder }
    }
    if ($KeepAccount) {
        $Account = (Read-GfaStateFile -StatePath $StatePath -Name config).account
        Protect-GfaPath -Path $StatePath -Account $Account
    }
    foreach ($name in 'spool', 'sent', 'quarantine', 'work') {
        $folder = Join-Path $StatePath $name
        if (-not (Test-Path -LiteralPath $folder)) { $null = New-Item -Path $folder -ItemType Directory }
        Protect-GfaPath -Path $folder -Account $Account
    }
}
