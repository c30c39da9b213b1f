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

# A text as a script says it: in single quotes, which a path may hold too.
function ConvertTo-Quoted {
    param([string]$Text)
    "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text) + "'"
}

# How to start a process that has imported the module, by default in Constrained Language Mode. Nobody says there
# what is to become of errors: on a host nobody does.
function New-AgentStart {
    param([string]$Body, [string]$StubHost, [string[]]$Without, [hashtable]$Environment, [switch]$FullLanguage, [switch]$NoModule, [string]$Module = $env:GF_AGENT_MODULE)
    $mode = if ($FullLanguage) { '' } else { "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'" }
    $import = if ($NoModule) { '' } else { "Import-Module $(ConvertTo-Quoted $Module) -ErrorAction Stop" }
    $command = "$mode`n$import`n$Body"
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

# What runs a script and prints what it gave.
function Get-ResultText {
    param([scriptblock]$Script)
    "`$result = & { `$ErrorActionPreference = 'Stop'; $Script }`n'<<<' + (ConvertTo-Json -InputObject @(`$result) -Depth 12 -Compress) + '>>>'"
}

# ConvertFrom-Json would make dates of times. A list of one stays a list.
function ConvertFrom-AgentResult {
    param([string]$Json)
    , ($Json | ConvertFrom-Json -DateKind String -NoEnumerate)
}

# Starts a script in a process of its own; Receive-AgentScript returns what it printed as JSON. In Constrained Language
# Mode it meets JSON as Windows PowerShell makes it, where the run of the tests has built such a module.
function Start-AgentScript {
    param(
        [scriptblock]$Script,
        [string]$StubHost = "$PSScriptRoot/../Fixtures/hosts/full.json",
        [string[]]$Without = @('Dism'),
        [hashtable]$Environment = @{},
        [switch]$FullLanguage
    )
    $module = if ($FullLanguage -or -not $env:GF_AGENT_DESKTOP) { $env:GF_AGENT_MODULE } else { $env:GF_AGENT_DESKTOP }
    $process = [Diagnostics.Process]::Start((New-AgentStart (Get-ResultText $Script) $StubHost $Without $Environment -FullLanguage:$FullLanguage -Module $module))
    @{ Process = $process; Errors = $process.StandardError.ReadToEndAsync(); Output = $process.StandardOutput.ReadToEndAsync() }
}

function Receive-AgentScript {
    param([hashtable]$Started)
    $output = $Started.Output.Result
    $Started.Process.WaitForExit()
    if ($output -notmatch '(?s)<<<(.*)>>>') { throw "The script gave no result:`n$output`n$($Started.Errors.Result)" }
    , (ConvertFrom-AgentResult $Matches[1])
}

# One process for all scripts that need none of their own, in every file of tests: to start one, and to compile there what
# a collection runs through, takes longer than most scripts do. It reads which script is next, and ends with the tests.
# Not from its standard input, which the processes that it starts would read as well.
function Open-AgentShell {
    $end = [guid]::NewGuid().ToString()
    $loop = "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'`nwhile (`$next = & bash -c 'read -r line <&3 && echo `$line') { & `$next; '$end' }"
    $start = New-AgentStart '' "$PSScriptRoot/../Fixtures/hosts/full.json" @('Dism') @{} -NoModule
    $start.FileName = 'bash'
    $start.ArgumentList.Clear()
    foreach ($argument in '-c', 'exec 3<&0 </dev/null pwsh -NoProfile -NonInteractive -Command "$1"', 'bash', $loop) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $true
    $process = [Diagnostics.Process]::Start($start)
    @{ Process = $process; End = $end; Errors = $process.StandardError.ReadToEndAsync() }
}

# The module is imported anew, and no variable is left of an earlier script, besides those that the tests themselves were
# given: it knows nothing but what is on the disk.
function Invoke-SharedScript {
    param([scriptblock]$Script, [string]$StubHost, [hashtable]$Environment)
    if (-not $global:GfAgentShell) { $global:GfAgentShell = Open-AgentShell }
    $shell = $global:GfAgentShell
    $module = if ($env:GF_AGENT_DESKTOP) { $env:GF_AGENT_DESKTOP } else { $env:GF_AGENT_MODULE }
    $file = Join-Path ([IO.Path]::GetTempPath()) "gf-script-$([guid]::NewGuid()).ps1"
    @(
        'Get-ChildItem env:GF_TEST_*, env:GF_STUB_* | Remove-Item'
        foreach ($given in Get-ChildItem env:GF_TEST_*, env:GF_STUB_*) { "`$env:$($given.Name) = $(ConvertTo-Quoted $given.Value)" }
        foreach ($key in $Environment.Keys) { "`$env:$key = $(ConvertTo-Quoted $Environment[$key])" }
        "Set-StubHost -Path $(ConvertTo-Quoted (Resolve-Path $StubHost).Path)"
        "Import-Module $(ConvertTo-Quoted $module) -Force -ErrorAction Stop"
        Get-ResultText $Script
        foreach ($key in $Environment.Keys -notlike 'GF_*') { "`$env:$key = $(ConvertTo-Quoted ([Environment]::GetEnvironmentVariable($key)))" }
    ) | Set-Content -LiteralPath $file
    try {
        $shell.Process.StandardInput.WriteLine($file)
        $lines = while ($null -ne ($line = $shell.Process.StandardOutput.ReadLine()) -and $line -ne $shell.End) { $line }
    } finally {
        Remove-Item -LiteralPath $file
    }
    $output = $lines -join "`n"
    if ($output -match '(?s)<<<(.*)>>>') { return $Matches[1] }
    $global:GfAgentShell = $null
    $shell.Process.Kill($true)
    throw "The script gave no result:`n$output`n$($shell.Errors.Result)"
}

# Not by @args: a switch with a value (-FullLanguage:$full) would arrive as two arguments.
function Invoke-AgentScript {
    param(
        [scriptblock]$Script,
        [string]$StubHost = "$PSScriptRoot/../Fixtures/hosts/full.json",
        [string[]]$Without = @('Dism'),
        [hashtable]$Environment = @{},
        [switch]$FullLanguage,
        # In a process of its own: the script changes more than its module and its variables.
        [switch]$Apart
    )
    $given = @{ Script = $Script; StubHost = $StubHost; Environment = $Environment }
    if ($Apart -or $FullLanguage -or "$Without" -ne 'Dism') { return , (Receive-AgentScript (Start-AgentScript @given -Without $Without -FullLanguage:$FullLanguage)) }
    , (ConvertFrom-AgentResult (Invoke-SharedScript @given))
}

# Scripts one after another in one process, each on a host and with variables of its own. The module is imported anew for
# each, so that it knows nothing but what is on the disk. Answers with what each gave, as a list under "said".
function Invoke-AgentScriptInTurn {
    param([hashtable[]]$Run, [hashtable]$Environment = @{})
    $texts = foreach ($one in $Run) {
        $stubHost = if ($one.StubHost) { $one.StubHost } else { (Resolve-Path "$PSScriptRoot/../Fixtures/hosts/full.json").Path }
        foreach ($key in $one.Environment.Keys) { "`$env:$key = $(ConvertTo-Quoted $one.Environment[$key])" }
        "Set-StubHost -Path $(ConvertTo-Quoted $stubHost)"
        "Import-Module ((Get-Module GuardedFabricAgent).Path -replace 'psm1$', 'psd1') -Force"
        "@{ said = @(& { $($one.Script) }) }"
    }
    , (Invoke-AgentScript -Environment $Environment -Script ([scriptblock]::Create($texts -join "`n")))
}

# Runs a script that keeps printing "wrote NAME", kills it some time after the first, and returns the names.
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
# What a killed process leaves on the disk is what is there at that moment. A process that is stopped, copied and let
# go on gives many such moments for the price of one start. The script keeps printing "wrote NAME", and "gone NAME"
# before it takes one away. Answers with each copy and the names that were promised by then.
function Get-FrozenMoment {
    param([scriptblock]$Script, [hashtable]$Environment, [string]$State, [string]$Copies, [int]$Count)
    $start = New-AgentStart "`$PID; & { $Script }" "$PSScriptRoot/../Fixtures/hosts/full.json" @('Dism') $Environment
    $process = [Diagnostics.Process]::Start($start)
    $id = [int]$process.StandardOutput.ReadLine()
    $promised = [Collections.Generic.HashSet[string]]::new()
    $null = $promised.Add($process.StandardOutput.ReadLine().Substring(6))
    $next = $process.StandardOutput.ReadLineAsync()
    # A thread may still be finishing a call when the signal was sent.
    $freeze = 'kill -STOP $0; while grep -h "^State" /proc/$0/task/*/status | grep -qv "T (stopped)"; do :; done; cp -r "$1" "$2"'
    try {
        foreach ($number in 1..$Count) {
            # Not a wait for something: the random moment.
            Start-Sleep -Milliseconds (Get-Random -Minimum 0 -Maximum 60)
            & bash -c $freeze $id $State "$Copies/$number"
            while ($next.Wait(30)) {
                if ($next.Result -match '^wrote (\S+\.json)$') { $null = $promised.Add($Matches[1]) }
                if ($next.Result -match '^gone (\S+\.json)$') { $null = $promised.Remove($Matches[1]) }
                $next = $process.StandardOutput.ReadLineAsync()
            }
            @{ state = "$Copies/$number"; promised = @($promised) }
            & bash -c 'kill -CONT $0' $id
        }
    } finally {
        Stop-Process -Id $id -Force
        $process.WaitForExit()
    }
}
Export-ModuleMember -Function New-AgentStart, New-StubModulePath, New-StubHost, Invoke-AgentScript, Invoke-AgentScriptInTurn, Start-AgentScript, Receive-AgentScript, Invoke-KilledScript, Get-FrozenMoment
