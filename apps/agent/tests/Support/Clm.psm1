# Runs the built module as a host would: in a fresh process, with the stubs where Windows has its modules, in
# Constrained Language Mode before anything of ours is imported. Pester itself does not run in that mode.
$stubs = Join-Path $PSScriptRoot '../Stubs'

# A folder of stub modules without those that a host does not have. The same folder for the same modules:
# PowerShell remembers what a folder of modules exports.
function New-StubModulePath {
    param([string[]]$Without = @())
    $folder = Join-Path ([IO.Path]::GetTempPath()) "gf-stubs-$PID-$(($Without | Sort-Object) -join '-')"
    if (Test-Path -LiteralPath $folder) { return $folder }
    $null = New-Item -Path $folder -ItemType Directory
    foreach ($module in Get-ChildItem "$stubs/Modules" -Directory | Where-Object { $Without -notcontains $_.Name }) {
        Copy-Item -LiteralPath $module.FullName -Destination $folder -Recurse
    }
    $folder
}

# A description of a host like Fixtures/hosts/full.json, changed by a script that is handed it as a table.
function New-StubHost {
    param([scriptblock]$Change = {}, [string]$From = "$PSScriptRoot/../Fixtures/hosts/full.json")
    $described = Get-Content -LiteralPath $From -Raw | ConvertFrom-Json -AsHashtable -DateKind String
    $null = & $Change $described
    $path = Join-Path ([IO.Path]::GetTempPath()) "gf-host-$([guid]::NewGuid()).json"
    $described | ConvertTo-Json -Depth 10 | Set-Content -LiteralPath $path
    $path
}

# How to start a process that has imported the module, by default in Constrained Language Mode.
function New-AgentStart {
    param([string]$Body, [string]$StubHost, [string[]]$Without, [hashtable]$Environment, [switch]$FullLanguage)
    $mode = if ($FullLanguage) { '' } else { "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'" }
    $command = "`$ErrorActionPreference = 'Stop'; $mode`nImport-Module '$env:GF_AGENT_MODULE'`n$Body"
    $start = [Diagnostics.ProcessStartInfo]::new('pwsh')
    foreach ($argument in '-NoProfile', '-NonInteractive', '-Command', $command) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $variables = @{
        PSModulePath = New-StubModulePath -Without $Without
        GF_STUB_HOST = (Resolve-Path $StubHost).Path
        SystemRoot = (Resolve-Path "$stubs/SystemRoot").Path
        SystemDrive = 'C:'
        COMPUTERNAME = 'HV-PAR-0309'
        TZ = 'UTC'
    }
    foreach ($key in $Environment.Keys) { $variables[$key] = $Environment[$key] }
    foreach ($key in $variables.Keys) { $start.Environment[$key] = $variables[$key] }
    $start
}

# Starts a script in a process of its own; Receive-AgentScript returns what it printed as JSON.
function Start-AgentScript {
    param(
        [scriptblock]$Script,
        [string]$StubHost = "$PSScriptRoot/../Fixtures/hosts/full.json",
        [string[]]$Without = @('Dism'),
        [hashtable]$Environment = @{},
        [switch]$FullLanguage
    )
    $body = "`$result = & { $Script }`n'<<<' + (ConvertTo-Json -InputObject @(`$result) -Depth 12 -Compress) + '>>>'"
    $process = [Diagnostics.Process]::Start((New-AgentStart $body $StubHost $Without $Environment -FullLanguage:$FullLanguage))
    @{ Process = $process; Errors = $process.StandardError.ReadToEndAsync(); Output = $process.StandardOutput.ReadToEndAsync() }
}

function Receive-AgentScript {
    param([hashtable]$Started)
    $output = $Started.Output.Result
    $Started.Process.WaitForExit()
    if ($output -notmatch '(?s)<<<(.*)>>>') { throw "The script gave no result:`n$output`n$($Started.Errors.Result)" }
    # ConvertFrom-Json would make dates of times. A list of one stays a list.
    , ($Matches[1] | ConvertFrom-Json -DateKind String -NoEnumerate)
}

function Invoke-AgentScript { , (Receive-AgentScript (Start-AgentScript @args)) }

# Runs a script that prints "wrote NAME" for ever, kills it some time after the first, and returns the names.
function Invoke-KilledScript {
    param([scriptblock]$Script, [hashtable]$Environment, [int]$AfterMilliseconds)
    $start = New-AgentStart "`$PID; & { $Script }" "$PSScriptRoot/../Fixtures/hosts/full.json" @('Dism') $Environment
    $process = [Diagnostics.Process]::Start($start)
    $id = [int]$process.StandardOutput.ReadLine()
    $lines = @($process.StandardOutput.ReadLine())
    $rest = $process.StandardOutput.ReadToEndAsync()
    # Not a wait for something: the random moment.
    $null = $rest.Wait($AfterMilliseconds)
    Stop-Process -Id $id -Force
    $process.WaitForExit()
    $lines += $rest.Result -split "`n"
    $lines | Where-Object { $_ -match '^wrote \S+\.json$' } | ForEach-Object { $_.Substring(6) }
}
Export-ModuleMember -Function New-StubModulePath, New-StubHost, Invoke-AgentScript, Start-AgentScript, Receive-AgentScript, Invoke-KilledScript
